import { createContext, useContext, type ReactNode } from 'react';

/** What was handed over while no case was open: taken in as soon as the new case is. */
export type Pending = { readonly kind: 'paths'; readonly paths: string[] } | { readonly kind: 'files'; readonly files: File[] };

export interface Intake {
  put(pending: Pending): void;
  take(): Pending | undefined;
}

export function createIntake(): Intake {
  let held: Pending | undefined;
  return {
    put(pending) { held = pending; },
    take() {
      const pending = held;
      held = undefined;
      return pending;
    },
  };
}

const IntakeContext = createContext<Intake | undefined>(undefined);

export function IntakeProvider({ intake, children }: { intake: Intake; children: ReactNode }): ReactNode {
  return <IntakeContext value={intake}>{children}</IntakeContext>;
}

export function useIntake(): Intake {
  const intake = useContext(IntakeContext);
  if (!intake) throw new Error('This must be inside IntakeProvider.');
  return intake;
}
