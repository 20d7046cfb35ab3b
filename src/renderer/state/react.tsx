import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EvidenceReference } from '../../model/evidence.ts';
import type { ReportChoices } from '../../protocol/methods/report.ts';
import { createCaseUiStore, localZone, zoneOfMode, type CaseUi, type CaseUiStore } from './case-ui.ts';
import { createImportStore, type ImportRequest, type ImportStore } from './import-request.ts';
import type { Preferences } from './preferences.ts';
import { formatBytesParam, rangeOf, type Place, type PlaceStore, type TimeRange } from './place.ts';

const PlaceContext = createContext<PlaceStore | undefined>(undefined);
const CaseUiContext = createContext<CaseUiStore | undefined>(undefined);
const ImportContext = createContext<ImportStore | undefined>(undefined);
const ActionsContext = createContext<AppActions | undefined>(undefined);
const PreferencesContext = createContext<StoreApi<Preferences> | undefined>(undefined);

/**
 * What any view may ask of the app: things that differ between Electron and a browser (dialogs, downloads) or that
 * outlive the view (ingest).
 */
export interface AppActions {
  /** Asks for files (or a folder) and takes them into the open case, or into a new one when none is open. */
  addEvidence(kind: 'files' | 'folder'): Promise<void>;
  /** Asks for a folder of the machine that the engine runs on; `undefined` when the person leaves. */
  chooseFolder(): Promise<string | undefined>;
  /** Takes in what was dropped on the window. */
  addDropped(data: DataTransfer): Promise<void>;
  cancelIngest(): Promise<void>;
  /** Asks for files and takes them into the open case as they grow. */
  followFiles(): Promise<void>;
  /** Ends follows; all of them when none is named. */
  stopFollowing(followId?: string): Promise<void>;
  openCase(): Promise<void>;
  newCase(): Promise<void>;
  /** Writes the report where the person says (Electron), or downloads it (browser). Says how it went in a toast. `roles` left out: as the person likes it everywhere. */
  saveReport(choices: ReportChoices): Promise<void>;
  /** Puts text on the clipboard and says so: "Copied 3 lines". */
  copy(text: string, said: string): Promise<void>;
  undo(): Promise<void>;
  redo(): Promise<void>;
}

export function PlaceProvider({ store, children }: { store: PlaceStore; children: ReactNode }): ReactNode {
  return <PlaceContext value={store}>{children}</PlaceContext>;
}

export function CaseUiProvider({ children }: { children: ReactNode }): ReactNode {
  const store = useMemo(() => createCaseUiStore(), []);
  const imports = useMemo(() => createImportStore(), []);
  return <CaseUiContext value={store}><ImportContext value={imports}>{children}</ImportContext></CaseUiContext>;
}

export function ActionsProvider({ actions, children }: { actions: AppActions; children: ReactNode }): ReactNode {
  return <ActionsContext value={actions}>{children}</ActionsContext>;
}

/** What the person likes, whatever the case. */
export function PreferencesProvider({ preferences, children }: { preferences: StoreApi<Preferences>; children: ReactNode }): ReactNode {
  return <PreferencesContext value={preferences}>{children}</PreferencesContext>;
}

export function usePreferences(): StoreApi<Preferences> {
  return required(useContext(PreferencesContext), 'PreferencesProvider');
}

const USUAL_PREFERENCES = createStore<Preferences>(() => ({ theme: 'system', asRoles: false }));

/** One preference; outside of a window (a component drawn by itself) the usual one. */
export function usePreference<T>(select: (preferences: Preferences) => T): T {
  return useStore(useContext(PreferencesContext) ?? USUAL_PREFERENCES, select);
}

export function useActions(): AppActions {
  return required(useContext(ActionsContext), 'ActionsProvider');
}

export function usePlaceStore(): PlaceStore {
  return required(useContext(PlaceContext), 'PlaceProvider');
}

/** A part of where one is; a moving selection or brush is no news to who asks for the view. */
export function usePlace<T>(select: (place: Place) => T): T {
  return useStore(usePlaceStore().state, select);
}

/** One parameter of the link one is at. */
export function useParam(key: string): string | undefined {
  return useStore(usePlaceStore().state, (s) => s.params[key]);
}

/** The brush of the time ruler, the same for every view; `undefined` is all time. */
export function useTimeRange(): TimeRange | undefined {
  const from = useParam('from');
  const to = useParam('to');
  return useMemo(() => rangeOf({ from: from ?? '', to: to ?? '' }), [from, to]);
}

/** Opens the bytes of a reference in the drawer, beside whatever view is open. */
export function useOpenBytes(): (reference: Pick<EvidenceReference, 'sha256' | 'locator'>) => void {
  const place = usePlaceStore();
  return (reference) => place.set({ bytes: formatBytesParam(reference) });
}

/** What is asked for in the panel that adds records to the timeline, beside whatever view is open; `undefined`: it is closed. */
export function useImportRequest(): ImportRequest | undefined {
  return useStore(required(useContext(ImportContext), 'CaseUiProvider'), (s) => s.request);
}

/** Opens that panel, or closes it. */
export function useAskImport(): (request: ImportRequest | undefined) => void {
  const store = required(useContext(ImportContext), 'CaseUiProvider');
  return (request) => store.setState({ request });
}

export function useCaseUiStore(): CaseUiStore {
  return required(useContext(CaseUiContext), 'CaseUiProvider');
}

export function useCaseUi<T>(select: (state: CaseUi) => T): T {
  return useStore(useCaseUiStore(), select);
}

const noCase = createStore(() => ({ zoneMode: 'utc' as const }));

/** The zone times are shown in now (IANA name). `caseZone` is the zone of the open case. */
export function useZone(caseZone: string): string {
  const store = useContext(CaseUiContext);
  const mode = useStore(store ?? noCase, (s: { zoneMode: CaseUi['zoneMode'] }) => s.zoneMode);
  return zoneOfMode(mode, caseZone, localZone());
}

function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`This must be inside ${what}.`);
  return value;
}
