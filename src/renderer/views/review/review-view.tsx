import { useEffect, type ReactNode } from 'react';
import { phaseOf } from '../../../model/review-plan.ts';
import { useParam, usePlaceStore } from '../../state/react.tsx';
import { FailurePanel, Skeleton } from '../../ui/index.ts';
import { Minutes } from './minutes.tsx';
import { Plan } from './plan.tsx';
import { Presenter } from './presenter.tsx';
import { Stage } from './stage.tsx';
import { useReviewData } from './use-review.ts';
import './review.css';

/** A review session: its plan, the stage everybody looks at, the presenter's window, the minutes. */
export function ReviewView(): ReactNode {
  const { data, failure, reload } = useReviewData();
  const on = useParam('on');
  const place = usePlaceStore();
  const isOver = data !== undefined && (data.review === undefined || phaseOf(data.review) !== 'running');
  // Ended in another window: this one has its bars again.
  useEffect(() => {
    if (isOver && on !== undefined) place.set({ on: undefined }, { replace: true });
  }, [isOver, on, place]);
  if (!data) return failure ? <FailurePanel title="The review could not be read" message={failure.message} onRetry={reload} /> : <Skeleton rows={10} label="Reading the review" />;
  const { review } = data;
  if (!review || phaseOf(review) === 'planned') return <Plan key={review?.id} data={data} review={review} />;
  if (phaseOf(review) === 'running' && on === 'presenter') return <Presenter data={data} review={review} />;
  if (phaseOf(review) === 'running' && on === 'stage') return <Stage data={data} review={review} />;
  return <Minutes data={data} review={review} />;
}
