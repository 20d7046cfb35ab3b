import type { ReactNode } from 'react';
import { FileTrigger } from 'react-aria-components';
import { Button, type ButtonProps } from './controls.tsx';

/** A button that asks for one file, which the page itself reads. `accepts`: endings and media types, ".csv". */
export function FileButton({ accepts, onFile, ...button }: Omit<ButtonProps, 'onPress'> & { accepts: readonly string[]; onFile: (file: File) => void }): ReactNode {
  return (
    <FileTrigger acceptedFileTypes={accepts} onSelect={(files) => { const file = files?.[0]; if (file) onFile(file); }}>
      <Button {...button} />
    </FileTrigger>
  );
}
