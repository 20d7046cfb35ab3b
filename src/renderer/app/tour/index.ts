export { Tour } from './tour.tsx';
export { createTourStore, type TourStore } from './store.ts';
