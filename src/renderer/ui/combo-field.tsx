import { useContext, useImperativeHandle, useRef, type ReactNode, type Ref } from 'react';
import { Button as AriaButton, ComboBox, ComboBoxStateContext, FieldError, Input, Label, ListBox, ListBoxItem, Popover, type Key } from 'react-aria-components';
import { Icon } from './icons.tsx';

export interface ComboOption {
  readonly id: string;
  readonly label: string;
  readonly aside?: string | undefined;
}

/**
 * A line of text with what is known to fit. `onPick` is told the option that was chosen; anything else stays as typed when
 * `allowsOther`. `onLeave` when the field is left, or Enter is pressed beside the list.
 */
export function ComboField({ label, hideLabel, value, onChange, options, onPick, onLeave, allowsOther, placeholder, error }: {
  label: string; hideLabel?: boolean; value: string; onChange: (value: string) => void; options: readonly ComboOption[];
  onPick: (option: ComboOption) => void; onLeave?: () => void; allowsOther?: boolean; placeholder?: string; error?: string | undefined;
}): ReactNode {
  const list = useRef<OpenList>(null);
  const words = value.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const known = options.some((option) => option.label === value);
  const shown = known ? options : options.filter((option) => words.every((word) => option.label.toLowerCase().includes(word)));
  return (
    <ComboBox
      className="field-block combo" inputValue={value} onInputChange={onChange} items={shown} value={null} allowsCustomValue allowsEmptyCollection={!allowsOther} menuTrigger="manual"
      onChange={(key: Key | null) => { const option = options.find((o) => o.id === key); if (option) onPick(option); list.current?.close(); }}
      onBlur={() => onLeave?.()} isInvalid={error !== undefined} {...(hideLabel ? { 'aria-label': label } : {})}
    >
      {!hideLabel && <Label>{label}</Label>}
      <span className={error === undefined ? 'field' : 'field invalid'}>
        <TypedInput placeholder={placeholder ?? ''} ref={list} />
        <AriaButton className="icon-btn small" aria-label={`Choose: ${label}`}><Icon name="chevron-down" size={12} /></AriaButton>
      </span>
      <FieldError className="field-error">{error}</FieldError>
      <Popover className="pop combo-pop" offset={4}>
        <ListBox<ComboOption> className="menu" renderEmptyState={() => <p className="palette-none">Nothing fits.</p>}>
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.label} className="menu-item">
              <span className="ell">{option.label}</span>{option.aside !== undefined && <span className="t3 ell">{option.aside}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

interface OpenList { close(): void }

/** The list opens when somebody types, and not when the field is emptied for the next choice; it closes when one is taken, which the field does not keep. */
function TypedInput({ placeholder, ref }: { placeholder: string; ref: Ref<OpenList> }): ReactNode {
  const state = useContext(ComboBoxStateContext);
  useImperativeHandle(ref, () => ({ close: () => state?.close() }), [state]);
  return <Input placeholder={placeholder} spellCheck={false} autoComplete="off" onInput={() => state?.open(null, 'input')} />;
}
