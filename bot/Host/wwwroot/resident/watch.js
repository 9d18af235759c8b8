// What the phone tells of itself: network gone and back, page seen again, keyboard in the way.

export function watchPage(connection) {
  addEventListener('offline', () => connection.lost());
  addEventListener('online', () => connection.nudge());
  addEventListener('pageshow', () => connection.nudge());
  document.addEventListener('visibilitychange', () => { if (!document.hidden) connection.nudge(); });
  // On iPhones the keyboard covers the page instead of making it smaller.
  const view = globalThis.visualViewport;
  view?.addEventListener('resize', () => {
    // Zoomed in by hand, the page keeps its height.
    document.documentElement.style.setProperty('--height', view.scale > 1.05 ? '' : `${view.height}px`);
    scrollTo(0, 0);
  });
}
