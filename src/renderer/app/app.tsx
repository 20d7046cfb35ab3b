import { useEffect, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { api } from '../../protocol/api.ts';
import type { Connection } from '../rpc/connection.ts';
import { CaseProvider, ConnectionProvider } from '../rpc/react.tsx';
import { shell } from '../rpc/shell.ts';
import type { PlaceStore } from '../state/place.ts';
import type { Preferences } from '../state/preferences.ts';
import { CaseUiProvider, PlaceProvider, PreferencesProvider } from '../state/react.tsx';
import { CommandProvider, newCommandRegistry, ToastProvider } from '../ui/index.ts';
import { Welcome } from '../views/welcome/index.ts';
import { AppCommands } from './app-commands.tsx';
import { CaseActions, WelcomeActions } from './actions.tsx';
import { Frame } from './frame.tsx';
import { createIntake, IntakeProvider } from './intake.tsx';
import { useKeptPreferences } from './kept-preferences.ts';
import { NativeMenu } from './native-menu.tsx';
import { PromptProvider } from './path-prompt.tsx';
import { useTheme } from './theme.ts';
import { createTourStore } from './tour/index.ts';

/** The window: what is the same for every case, and the case that the URL names. */
export function App({ connection, place, preferences }: { connection: Connection; place: PlaceStore; preferences: StoreApi<Preferences> }): ReactNode {
  const [registry] = useState(newCommandRegistry);
  const [intake] = useState(createIntake);
  const [tour] = useState(createTourStore);
  const casePath = useStore(place.state, (p) => p.casePath);
  useTheme(preferences);
  useKeptPreferences(connection, preferences);

  useEffect(() => {
    const electron = shell();
    if (!electron) return undefined;
    if (electron.initialCase !== undefined && place.state.getState().casePath === undefined) place.openCase(electron.initialCase);
    return electron.onOpenPath((path) => place.openCase(path));
  }, [place]);
  useEffect(() => {
    if (casePath !== undefined) return;
    document.title = 'Tephra';
    void connection.call(api.closeCase, {});
  }, [connection, casePath]);

  return (
    <ConnectionProvider connection={connection}>
      <PreferencesProvider preferences={preferences}>
        <PlaceProvider store={place}>
          <CommandProvider registry={registry}>
            <ToastProvider>
              <PromptProvider>
                <IntakeProvider intake={intake}>
                  <NativeMenu />
                  {casePath === undefined
                    ? <WelcomeActions><AppCommands preferences={preferences} tour={tour} /><Welcome /></WelcomeActions>
                    : (
                      <CaseProvider key={casePath} path={casePath}>
                        <CaseUiProvider>
                          <CaseActions><AppCommands preferences={preferences} tour={tour} /><Frame tour={tour} /></CaseActions>
                        </CaseUiProvider>
                      </CaseProvider>
                    )}
                </IntakeProvider>
              </PromptProvider>
            </ToastProvider>
          </CommandProvider>
        </PlaceProvider>
      </PreferencesProvider>
    </ConnectionProvider>
  );
}
