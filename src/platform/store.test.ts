import { expect, it } from 'vitest';
import { createStore } from './store';

function held() {
  const waiting: (() => void)[] = [];
  return {
    later: (tell: () => void): void => {
      waiting.push(tell);
    },
    run: (): void => {
      for (const tell of waiting.splice(0)) tell();
    },
  };
}

it('tells of several changes once', () => {
  const { later, run } = held();
  const store = createStore(0, later);
  const heard: number[] = [];
  store.subscribe(() => {
    heard.push(store.get());
  });
  store.set(1);
  store.update((value) => value + 1);
  expect(heard).toEqual([]);
  run();
  expect(heard).toEqual([2]);
  store.set(3);
  run();
  expect(heard).toEqual([2, 3]);
});

it('does not tell of a change to the same value, nor those who left', () => {
  const store = createStore('a', (tell) => {
    tell();
  });
  const heard: string[] = [];
  const leave = store.subscribe(() => {
    heard.push(store.get());
  });
  store.set('a');
  store.set('b');
  leave();
  store.set('c');
  expect(heard).toEqual(['b']);
});
