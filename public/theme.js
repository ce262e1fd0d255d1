// Runs before the first paint, so that a page that is to be dark never flashes white. The rest is src/shell/theme.ts,
// which stores the choice under the same key and resolves it by the same rule.
(() => {
  let choice = null;
  try {
    choice = localStorage.getItem('inkling.theme');
  } catch {
    // Without storage the system decides.
  }
  const forced = matchMedia('(forced-colors: active)').matches;
  if (forced) choice = null;
  const dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  const contrast = forced || choice === 'contrast' || (choice !== 'light' && choice !== 'dark' && matchMedia('(prefers-contrast: more)').matches);
  document.documentElement.dataset.theme = `${contrast ? 'hc-' : ''}${dark ? 'dark' : 'light'}`;
})();
