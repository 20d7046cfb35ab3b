import { useRef, type ReactElement, type ReactNode } from 'react';
import {
  Button as AriaButton, Dialog, DialogTrigger, Menu as AriaMenu, MenuItem, MenuTrigger, Modal, ModalOverlay, Popover, Tooltip, TooltipTrigger,
} from 'react-aria-components';
import { Icon, type IconName } from './icons.tsx';
import { Keys } from './keys.tsx';

/** A word about a control, on hover and on keyboard focus. */
export function Tip({ text, keys, placement, children }: { text: string; keys?: string | undefined; placement?: 'top' | 'right' | 'bottom'; children: ReactElement }): ReactNode {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      {children}
      <Tooltip className="tooltip" offset={6} placement={placement ?? 'bottom'}>{text}{keys !== undefined && <Keys keys={keys} />}</Tooltip>
    </TooltipTrigger>
  );
}

export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName | undefined;
  readonly keys?: string | undefined;
  readonly isDisabled?: boolean;
  /** A line above it. */
  readonly apart?: boolean;
  readonly run: () => void;
}

/** A button with a menu. `label` names it where it has only an icon. */
export function MenuButton({ label, icon, text, entries, className, children }: {
  label: string; icon?: IconName; text?: string; entries: readonly MenuEntry[];
  /** A look of its own, with what stands in it. */
  className?: string; children?: ReactNode;
}): ReactNode {
  return (
    <MenuTrigger>
      <AriaButton className={className ?? (text === undefined ? 'icon-btn' : 'btn')} aria-label={label}>
        {children}
        {icon && <Icon name={icon} size={text === undefined ? 16 : 14} />}
        {text !== undefined && <><span>{text}</span><Icon name="chevron-down" size={12} /></>}
      </AriaButton>
      <Popover className="pop" offset={4}>
        <AriaMenu className="menu" aria-label={label} onAction={(key) => entries.find((e) => e.id === key)?.run()}>
          {entries.map((e) => (
            <MenuItem key={e.id} id={e.id} textValue={e.label} className={`menu-item${e.apart ? ' sec' : ''}`} isDisabled={e.isDisabled ?? false}>
              {e.icon && <Icon name={e.icon} />}<span>{e.label}</span>{e.keys !== undefined && <Keys keys={e.keys} />}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

/** A menu at a point of the window, for what was pressed there or has no button: a context menu, the types of a symbol. */
export function MenuAt({ label, at, entries, onClose }: { label: string; at: { readonly x: number; readonly y: number } | undefined; entries: readonly MenuEntry[]; onClose: () => void }): ReactNode {
  const anchor = useRef<HTMLSpanElement>(null);
  return (
    <>
      <span ref={anchor} aria-hidden style={{ position: 'fixed', left: at?.x ?? 0, top: at?.y ?? 0, width: 1, height: 1, pointerEvents: 'none' }} />
      <Popover className="pop" offset={2} placement="bottom start" triggerRef={anchor} isOpen={at !== undefined} onOpenChange={(open) => { if (!open) onClose(); }}>
        <AriaMenu className="menu" aria-label={label} autoFocus="first" onClose={onClose} onAction={(key) => { onClose(); entries.find((e) => e.id === key)?.run(); }}>
          {entries.map((e) => (
            <MenuItem key={e.id} id={e.id} textValue={e.label} className={`menu-item${e.apart ? ' sec' : ''}`} isDisabled={e.isDisabled ?? false}>
              {e.icon && <Icon name={e.icon} />}<span>{e.label}</span>{e.keys !== undefined && <Keys keys={e.keys} />}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </>
  );
}

/** A button that opens a panel beside it. `children` may be a function of how to close it. */
export function PopoverButton({ label, icon, text, panelLabel, children }: {
  label: string; icon: IconName; text?: string; panelLabel: string; children: ReactNode | ((close: () => void) => ReactNode);
}): ReactNode {
  return (
    <DialogTrigger>
      <AriaButton className={text === undefined ? 'icon-btn' : 'btn'} aria-label={label}><Icon name={icon} size={text === undefined ? 16 : 14} />{text !== undefined && <span>{text}</span>}</AriaButton>
      <Popover className="pop" offset={4} placement="bottom end">
        <Dialog className="pop-panel" aria-label={panelLabel}>{({ close }) => (typeof children === 'function' ? children(close) : children)}</Dialog>
      </Popover>
    </DialogTrigger>
  );
}

/** A sheet at the top of the window that goes away with Escape or a click beside it: the palette, the path prompt, the keys. */
export function TopSheet({ isOpen, onClose, label, children, width }: { isOpen: boolean; onClose: () => void; label: string; children: ReactNode; width?: number }): ReactNode {
  return (
    <ModalOverlay className="overlay" isDismissable isOpen={isOpen} onOpenChange={(open) => { if (!open) onClose(); }}>
      <Modal className="palette" style={width === undefined ? {} : { width: `min(${width}px, calc(100vw - 32px))`, maxHeight: '80vh' }}>
        <Dialog aria-label={label}>{children}</Dialog>
      </Modal>
    </ModalOverlay>
  );
}
