export { pcap } from './format.ts';
