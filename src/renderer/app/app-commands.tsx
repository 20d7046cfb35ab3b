import { useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { api } from '../../protocol/api.ts';
import { useShellRead } from '../rpc/react.tsx';
import type { Preferences, ThemeChoice } from '../state/preferences.ts';
import { useActions, usePlace, usePlaceStore } from '../state/react.tsx';
import { useCommands, type Command } from '../ui/index.ts';
import { CaseCommands } from './case-commands.tsx';
import { KeysSheet } from './keys-sheet.tsx';
import { GoTo, Palette } from './palette.tsx';
import type { TourStore } from './tour/index.ts';
import './app.css';

const THEMES: ReadonlyArray<{ id: ThemeChoice; label: string }> = [
  { id: 'system', label: 'Theme: follow the system' },
  { id: 'light', label: 'Theme: light' },
  { id: 'dark', label: 'Theme: dark' },
  { id: 'contrast', label: 'Theme: high contrast' },
];

/** Commands that need no case, and the sheets that list commands. */
export function AppCommands({ preferences, tour }: { preferences: StoreApi<Preferences>; tour: TourStore }): ReactNode {
  const [sheet, setSheet] = useState<'palette' | 'go-to' | 'keys'>();
  const actions = useActions();
  const casePath = usePlace((p) => p.casePath);
  const inCase = casePath !== undefined;
  const sample = useShellRead(api.sampleCase, {}).data?.path;
  const place = usePlaceStore();
  const theme = useStore(preferences, (p) => p.theme);
  const asRoles = useStore(preferences, (p) => p.asRoles);
  const close = (): void => setSheet(undefined);

  const takeTour = (): void => {
    tour.ask();
    if (sample !== undefined && casePath !== sample) place.openCase(sample, 'evidence');
  };

  const commands: Command[] = [
    { id: 'palette.open', label: 'Run a command', icon: 'search', keys: 'Ctrl+Shift+P F1', group: 'Everywhere', hidden: true, run: () => setSheet('palette') },
    { id: 'palette.goTo', label: 'Go to', icon: 'search', keys: 'Ctrl+P', group: 'Everywhere', hidden: true, when: () => inCase, run: () => setSheet('go-to') },
    { id: 'tour.open', label: 'Tour of the sample incident', icon: 'timeline', group: 'Everywhere', when: () => sample !== undefined, run: () => takeTour() },
    { id: 'help.keys', label: 'Keys', icon: 'keyboard', keys: '?', group: 'Everywhere', run: () => setSheet('keys') },
    { id: 'case.new', label: 'New case', icon: 'case', keys: 'Ctrl+Alt+N', group: 'Case', run: () => actions.newCase() },
    { id: 'case.open', label: 'Open case', icon: 'case', keys: 'Ctrl+O', group: 'Case', run: () => actions.openCase() },
    { id: 'evidence.addFiles', label: inCase ? 'Add evidence' : 'Open evidence', icon: 'plus', keys: 'Ctrl+I', group: 'Case', run: () => actions.addEvidence('files') },
    { id: 'evidence.addFolder', label: inCase ? 'Add a folder of evidence' : 'Open a folder of evidence', icon: 'folder', keys: 'Ctrl+Shift+I', group: 'Case', run: () => actions.addEvidence('folder') },
    { id: 'case.close', label: 'Close case', icon: 'close', group: 'Case', when: () => inCase, run: () => place.leaveCase() },
    { id: 'people.asRoles', label: asRoles ? 'Show people by name' : 'Show people as roles', icon: asRoles ? 'eye' : 'eye-off', group: 'Everywhere', when: () => inCase, run: () => preferences.setState({ asRoles: !asRoles }) },
    ...THEMES.map((t): Command => ({ id: `theme.${t.id}`, label: t.label, icon: 'theme', group: 'Everywhere', when: () => theme !== t.id, run: () => preferences.setState({ theme: t.id }) })),
  ];
  useCommands(commands);

  return (
    <>
      {inCase && <CaseCommands />}
      <Palette isOpen={sheet === 'palette'} onClose={close} />
      {inCase && <GoTo isOpen={sheet === 'go-to'} onClose={close} onCommands={() => setSheet('palette')} />}
      <KeysSheet isOpen={sheet === 'keys'} onClose={close} />
    </>
  );
}
