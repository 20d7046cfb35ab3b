import { type CSSProperties, type ReactNode, type Ref } from 'react';
import {
  Button as AriaButton, Checkbox as AriaCheckbox, FieldError, Input, Label, ListBox, ListBoxItem, Popover, SearchField, Select as AriaSelect,
  SelectValue, Tab as AriaTab, TabList, TabPanel, Tabs as AriaTabs, TextArea, TextField as AriaTextField, ToggleButton, ToggleButtonGroup,
  type ButtonProps as AriaButtonProps, type Key,
} from 'react-aria-components';
import { Icon, type IconName } from './icons.tsx';
import { Keys } from './keys.tsx';
import { Tip } from './overlay.tsx';

interface Pressable {
  readonly onPress?: (() => void) | (() => Promise<void>) | undefined;
  readonly isDisabled?: boolean | undefined;
  readonly id?: string | undefined;
  readonly autoFocus?: boolean | undefined;
}

function pressed(onPress: Pressable['onPress']): AriaButtonProps['onPress'] {
  return onPress && (() => void onPress());
}

export interface ButtonProps extends Pressable {
  readonly children: ReactNode;
  /** `primary`: one per view. */
  readonly kind?: 'default' | 'primary' | 'quiet' | 'link';
  readonly icon?: IconName | undefined;
  /** Shown inside the label, "Ctrl+O"; the command that owns the key is registered apart. */
  readonly keys?: string | undefined;
  readonly type?: 'button' | 'submit';
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({ children, kind = 'default', icon, keys, onPress, ...rest }: ButtonProps): ReactNode {
  return (
    <AriaButton className={kind === 'default' ? 'btn' : `btn ${kind}`} onPress={pressed(onPress)} {...rest}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
      {keys !== undefined && <Keys keys={keys} />}
    </AriaButton>
  );
}

/** A button with a look of its own; `isCurrent` marks the one of a set that one is at. */
export function PlainButton({ children, className, onPress, isCurrent, label, ...rest }: Pressable & {
  children: ReactNode; className: string; style?: CSSProperties; isCurrent?: boolean; label?: string; ref?: Ref<HTMLButtonElement>;
}): ReactNode {
  return (
    <AriaButton className={className} onPress={pressed(onPress)} aria-current={isCurrent ? 'page' : undefined} {...(label === undefined ? {} : { 'aria-label': label })} {...rest}>
      {children}
    </AriaButton>
  );
}

export interface IconButtonProps extends Pressable {
  readonly icon: IconName;
  /** Says what it does; also the tooltip. */
  readonly label: string;
  readonly keys?: string | undefined;
  readonly size?: 'normal' | 'small';
  readonly isSelected?: boolean | undefined;
}

export function IconButton({ icon, label, keys, onPress, size = 'normal', isSelected, ...rest }: IconButtonProps): ReactNode {
  const className = size === 'small' ? 'icon-btn small' : 'icon-btn';
  const content = <Icon name={icon} size={size === 'small' ? 12 : 16} />;
  return (
    <Tip text={label} keys={keys}>
      {isSelected === undefined
        ? <AriaButton className={className} aria-label={label} onPress={pressed(onPress)} {...rest}>{content}</AriaButton>
        : <ToggleButton className={className} aria-label={label} isSelected={isSelected} onPress={pressed(onPress)} {...rest}>{content}</ToggleButton>}
    </Tip>
  );
}

/** React Aria speaks of keys, callers of their own ids. */
function choose<T extends string>(options: ReadonlyArray<{ readonly id: T }>, key: Key | null | undefined, onChange: (value: T) => void): void {
  const option = options.find((o) => o.id === key);
  if (option) onChange(option.id);
}

/** One of a few, side by side. */
export function Segmented<T extends string>({ label, options, value, onChange }: {
  label: string;
  options: ReadonlyArray<{ id: T; label: string; icon?: IconName }>;
  value: T;
  onChange: (value: T) => void;
}): ReactNode {
  return (
    <ToggleButtonGroup
      className="seg" aria-label={label} selectionMode="single" disallowEmptySelection selectedKeys={[value]}
      onSelectionChange={(keys) => { const [first] = keys; choose(options, first, onChange); }}
    >
      {options.map((o) => <ToggleButton key={o.id} id={o.id}>{o.icon && <Icon name={o.icon} />}{o.label}</ToggleButton>)}
    </ToggleButtonGroup>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string | undefined;
  readonly error?: string | undefined;
  readonly autoFocus?: boolean | undefined;
  readonly isDisabled?: boolean | undefined;
  readonly onBlur?: (() => void) | undefined;
  readonly onKeyDown?: ((event: React.KeyboardEvent) => void) | undefined;
}

/** A line of text. `hideLabel` keeps the label for screen readers only. */
export function TextField({ label, hideLabel, error, mono, value, onChange, placeholder, inputRef, onKeyDown, ...rest }: FieldProps & {
  hideLabel?: boolean; mono?: boolean; inputRef?: Ref<HTMLInputElement>;
}): ReactNode {
  return (
    <AriaTextField className="field-block" value={value} onChange={onChange} isInvalid={error !== undefined} {...(hideLabel ? { 'aria-label': label } : {})} {...rest}>
      {!hideLabel && <Label>{label}</Label>}
      <span className={error === undefined ? 'field' : 'field invalid'}>
        <Input className={mono ? 'mono' : ''} placeholder={placeholder ?? ''} ref={inputRef ?? null} onKeyDown={onKeyDown} spellCheck={false} autoComplete="off" />
      </span>
      <FieldError className="field-error">{error}</FieldError>
    </AriaTextField>
  );
}

export function TextBlock({ label, hideLabel, error, value, onChange, placeholder, rows, onKeyDown, ...rest }: FieldProps & { hideLabel?: boolean; rows?: number }): ReactNode {
  return (
    <AriaTextField className="field-block" value={value} onChange={onChange} isInvalid={error !== undefined} {...(hideLabel ? { 'aria-label': label } : {})} {...rest}>
      {!hideLabel && <Label>{label}</Label>}
      <TextArea className="area" placeholder={placeholder ?? ''} rows={rows ?? 4} onKeyDown={onKeyDown} />
      <FieldError className="field-error">{error}</FieldError>
    </AriaTextField>
  );
}

/** A box that narrows what is below it. Escape empties it. */
export function FilterBox({ label, value, onChange, width, inputRef, onKeyDown }: {
  label: string; value: string; onChange: (value: string) => void; width?: number; inputRef?: Ref<HTMLInputElement>; onKeyDown?: (event: React.KeyboardEvent) => void;
}): ReactNode {
  return (
    <SearchField aria-label={label} value={value} onChange={onChange} className="field" style={{ width: width ?? 208 }}>
      <Icon name="filter" />
      <Input placeholder={label} ref={inputRef ?? null} onKeyDown={onKeyDown} spellCheck={false} />
    </SearchField>
  );
}

export function Select<T extends string>({ label, hideLabel, options, value, onChange, placeholder }: {
  label: string; hideLabel?: boolean; options: ReadonlyArray<{ id: T; label: string; icon?: ReactNode }>;
  value: T | undefined; onChange: (value: T) => void; placeholder?: string;
}): ReactNode {
  return (
    <AriaSelect className="field-block" value={value ?? null} onChange={(key: Key | null) => choose(options, key, onChange)}
      placeholder={placeholder ?? 'Choose'} {...(hideLabel ? { 'aria-label': label } : {})}>
      {!hideLabel && <Label>{label}</Label>}
      <AriaButton className="btn select-btn"><SelectValue className="ell" /><Icon name="chevron-down" size={12} /></AriaButton>
      <Popover className="pop" offset={4}>
        <ListBox className="menu">
          {options.map((o) => (
            <ListBoxItem key={o.id} id={o.id} textValue={o.label} className="menu-item">
              {({ isSelected }) => <><span className="mark">{isSelected && <Icon name="check" size={12} />}</span>{o.icon}<span>{o.label}</span></>}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

export function Checkbox({ children, isSelected, onChange, label, className }: {
  children?: ReactNode; isSelected: boolean; onChange: (selected: boolean) => void; label?: string; className?: string;
}): ReactNode {
  return (
    <AriaCheckbox className={className ? `check ${className}` : 'check'} isSelected={isSelected} onChange={onChange} {...(label === undefined ? {} : { 'aria-label': label })}>
      <span className="box">{isSelected && <Icon name="check" size={10} />}</span>
      {children}
    </AriaCheckbox>
  );
}

export interface TabSpec<T extends string> { readonly id: T; readonly label: string; readonly count?: string | undefined; readonly content: ReactNode }

export function Tabs<T extends string>({ label, tabs, value, onChange }: { label: string; tabs: ReadonlyArray<TabSpec<T>>; value: T; onChange: (value: T) => void }): ReactNode {
  return (
    <AriaTabs className="tabs" selectedKey={value} onSelectionChange={(key) => choose(tabs, key, onChange)}>
      <TabList className="tab-list" aria-label={label}>
        {tabs.map((t) => <AriaTab key={t.id} id={t.id} className="tab focus-inside">{t.label}{t.count !== undefined && <span className="t3">{t.count}</span>}</AriaTab>)}
      </TabList>
      {tabs.map((t) => <TabPanel key={t.id} id={t.id} className="tab-panel focus-inside">{t.content}</TabPanel>)}
    </AriaTabs>
  );
}

/** A term that can be taken away. `excluded` is dashed and has a minus. */
export function Chip({ children, excluded, onRemove, onPress, removeLabel }: {
  children: ReactNode; excluded?: boolean; onRemove?: (() => void) | undefined; onPress?: (() => void) | undefined; removeLabel?: string;
}): ReactNode {
  const content = <>{excluded && <span className="minus">-</span>}{children}</>;
  return (
    <span className={`chip${excluded ? ' not' : ''}${onRemove ? '' : ' plain'}`}>
      {onPress ? <AriaButton className="ell" onPress={() => onPress()}>{content}</AriaButton> : <span className="ell">{content}</span>}
      {onRemove && <AriaButton className="x" aria-label={removeLabel ?? 'Remove'} onPress={() => onRemove()}><Icon name="close" size={10} /></AriaButton>}
    </span>
  );
}

/** Proof: a bracket, eight digits of the hash, where. Pressing it opens the bytes. */
export function Cite({ children, onPress, label }: { children: ReactNode; onPress: () => void; label?: string }): ReactNode {
  return (
    <AriaButton className="cite" onPress={() => onPress()} {...(label === undefined ? {} : { 'aria-label': label })}>
      <svg width={8} height={12} viewBox="0 0 8 12" aria-hidden><path d="M6.5 1.5h-4v9h4" /></svg>
      <span className="ell">{children}</span>
    </AriaButton>
  );
}
