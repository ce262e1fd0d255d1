import { useSyncExternalStore, type ReactElement } from 'react';
import { Notices } from './Notices';
import { PredictionReview } from './PredictionReview';
import { Shell } from './Shell';
import { StatusBar } from './StatusBar';
import { TopBar, type ToolView } from './TopBar';
import type { ModeChoice, ThemeChoice } from '../session/view-types';
import { PanelAt } from './PanelSlot';
import type { OpenPanels, Panels } from './panels';
import type { Store } from '../platform/store';
import type { View } from '../session/view';

export interface Actions {
  readonly openTab: (id: string) => void;
  readonly closeTab: (id: string) => void;
  readonly chooseTheme: (choice: ThemeChoice) => void;
  readonly chooseMode: (choice: ModeChoice) => void;
  readonly chooseModel: () => void;
  readonly take: () => void;
  readonly jump: () => void;
  readonly dismiss: () => void;
  /** Takes one change of a prediction that is shown below the code, or all of it. */
  readonly takeReviewed: (which: number | 'all') => void;
  readonly placeEditor: (place: HTMLElement | null) => void;
}

interface AppProps {
  readonly view: Store<View>;
  readonly panels: Panels;
  readonly tools: (open: OpenPanels) => readonly ToolView[];
  readonly actions: Actions;
}

export function App({ view: store, panels, tools, actions }: AppProps): ReactElement {
  const view = useSyncExternalStore(store.subscribe, store.get);
  const open = useSyncExternalStore(panels.store.subscribe, panels.store.get);
  return (
    <Shell
      onEditorPlace={actions.placeEditor}
      preview={view.preview}
      announcement={view.announcement}
      review={
        view.review === null ? null : (
          <PredictionReview
            view={view.review}
            tab={view.tab}
            onTake={actions.takeReviewed}
            onTakeAll={() => {
              actions.takeReviewed('all');
            }}
            onDismiss={actions.dismiss}
          />
        )
      }
      top={
        <TopBar
          tabs={view.tabs}
          active={view.active}
          theme={view.theme}
          tools={tools(open)}
          onTab={actions.openTab}
          onClose={actions.closeTab}
          onTheme={actions.chooseTheme}
        />
      }
      notices={<Notices notices={view.notices} />}
      left={<PanelAt panels={panels} id={open.left} />}
      right={<PanelAt panels={panels} id={open.right} />}
      bottom={<PanelAt panels={panels} id={open.bottom} />}
      dialog={<PanelAt panels={panels} id={open.dialog} />}
      status={
        <StatusBar
          model={view.model}
          asking={view.asking}
          prediction={view.prediction}
          keys={view.review === null}
          tab={view.tab}
          latency={view.latency}
          mode={view.mode}
          storage={view.storage}
          position={view.position}
          language={view.language}
          onMode={actions.chooseMode}
          onModel={actions.chooseModel}
          onTake={actions.take}
          onJump={actions.jump}
          onDismiss={actions.dismiss}
        />
      }
    />
  );
}
