import { shell } from '../../rpc/shell.ts';
import { formatPlace, type Place } from '../../state/place.ts';

/** Opens the presenter's notes beside the stage: a window in the app, a tab in a browser. */
export function openPresenter(place: Place): void {
  const hash = formatPlace({ ...place, params: { on: 'presenter' } });
  const electron = shell();
  if (electron) void electron.openWindow(hash);
  else window.open(`${location.pathname}${location.search}${hash}`, 'tephra-presenter');
}
