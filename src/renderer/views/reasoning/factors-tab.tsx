import type { ReactNode } from 'react';
import { Head, type TabProps } from './head.tsx';
import type { Edit } from './use-reasoning.ts';

export function FactorsTab({ reasoning }: TabProps & { edit: Edit }): ReactNode {
  return <section className="main rs-main" aria-label="Reasoning"><Head tab="factors" reasoning={reasoning} /></section>;
}
