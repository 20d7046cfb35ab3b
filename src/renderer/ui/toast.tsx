import { createContext, useCallback, useContext, useEffect, useRef, useState, type ReactNode } from 'react';
import { Button as AriaButton, Text, UNSTABLE_Toast as Toast, UNSTABLE_ToastContent as ToastContent, UNSTABLE_ToastQueue as ToastQueue, UNSTABLE_ToastRegion as ToastRegion } from 'react-aria-components';
import { Icon, SeverityGlyph } from './icons.tsx';

export interface ToastMessage {
  /** One sentence. */
  readonly text: string;
  readonly kind?: 'done' | 'failed';
  /** What it is about: a newer message about the same takes the place of an older one. */
  readonly about?: string;
  /** "Undo", "Open": at most two. */
  readonly actions?: ReadonlyArray<{ label: string; run: () => void }>;
}

/** Shows a message for 10 s (failures stay until closed); it never blocks and never takes the focus. */
export type ShowToast = (message: ToastMessage) => void;

const ToastContext = createContext<ShowToast | undefined>(undefined);

export function ToastProvider({ children }: { children: ReactNode }): ReactNode {
  const [queue] = useState(() => new ToastQueue<ToastMessage>({ maxVisibleToasts: 3 }));
  const show = useCallback((message: ToastMessage) => {
    if (message.about !== undefined) for (const { key, content } of queue.visibleToasts) if (content.about === message.about) queue.close(key);
    queue.add(message, message.kind === 'failed' ? {} : { timeout: 10_000 });
  }, [queue]);
  // A message that goes would hand the focus to the next one: it goes back to where one was working.
  const worked = useRef<HTMLElement>(undefined);
  useEffect(() => {
    const onFocus = (event: FocusEvent): void => {
      if (event.target instanceof HTMLElement && !event.target.closest('.toasts')) worked.current = event.target;
    };
    document.addEventListener('focusin', onFocus);
    return () => document.removeEventListener('focusin', onFocus);
  }, []);
  const leave = (): void => {
    const active = document.activeElement;
    if (!(active instanceof HTMLElement) || !active.closest('.toasts')) return;
    if (worked.current?.isConnected) worked.current.focus({ preventScroll: true });
    else active.blur();
  };
  return (
    <ToastContext value={show}>
      {children}
      <ToastRegion queue={queue} className="toasts" aria-label="Messages">
        {({ toast }) => (
          <Toast toast={toast} className="toast">
            <ToastContent className="grow">
              {toast.content.kind === 'failed' && <SeverityGlyph severity="error" />}
              <Text slot="title">{toast.content.text}</Text>
            </ToastContent>
            {toast.content.actions?.map((a) => <AriaButton key={a.label} onPress={() => { leave(); queue.close(toast.key); a.run(); }}>{a.label}</AriaButton>)}
            <AriaButton slot="close" className="close" aria-label="Close"><Icon name="close" size={12} /></AriaButton>
          </Toast>
        )}
      </ToastRegion>
    </ToastContext>
  );
}

export function useToast(): ShowToast {
  const toast = useContext(ToastContext);
  if (!toast) throw new Error('This must be inside ToastProvider.');
  return toast;
}
