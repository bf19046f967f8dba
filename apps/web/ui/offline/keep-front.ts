/** Lets a front open without a network. In development the page always comes fresh. */
export const keepFront = (scope: string): void => {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  addEventListener('load', () => {
    // refused in private windows and on plain http: the front then works with a network only
    navigator.serviceWorker.register('/offline-sw.js', { scope }).catch(() => undefined)
  })
}
