import { useSyncExternalStore, type ReactElement } from 'react';
import { Notices } from '../ui/Notices';
import { Shell } from '../ui/Shell';
import { StatusBar } from '../ui/StatusBar';
import { TopBar } from '../ui/TopBar';
import type { ModeChoice, ThemeChoice } from '../ui/types';
import type { Store } from './store';
import type { View } from './view';

export interface Actions {
  readonly openTab: (id: string) => void;
  readonly chooseTheme: (choice: ThemeChoice) => void;
  readonly chooseMode: (choice: ModeChoice) => void;
  readonly take: () => void;
  readonly dismiss: () => void;
  readonly placeEditor: (place: HTMLElement | null) => void;
}

export function App({ view: store, actions }: { readonly view: Store<View>; readonly actions: Actions }): ReactElement {
  const view = useSyncExternalStore(store.subscribe, store.get);
  return (
    <Shell
      onEditorPlace={actions.placeEditor}
      preview={view.preview}
      announcement={view.announcement}
      top={<TopBar tabs={view.tabs} active={view.active} theme={view.theme} onTab={actions.openTab} onTheme={actions.chooseTheme} />}
      notices={<Notices notices={view.notices} />}
      status={(
        <StatusBar
          model={view.model}
          prediction={view.prediction}
          latency={view.latency}
          mode={view.mode}
          storage={view.storage}
          position={view.position}
          language={view.language}
          onMode={actions.chooseMode}
          onTake={actions.take}
          onDismiss={actions.dismiss}
        />
      )}
    />
  );
}
