/*
 * Keeps a front usable without a network: its page and code always, its last answers where the front is for staff.
 * Registered per front (the scope is the front's path). The network comes first; nothing is shown from here while it answers.
 */
const FRONT = new URL(self.registration.scope).pathname
const SHELL = `haihe-shell${FRONT}`
const DATA = `haihe-data${FRONT}`
const PATIENCE_MS = 5000

// dictionaries and outlines are nobody's secret; cases are kept for staff alone and go when the session ends
const KEPT = [/^\/api\/case-types/, /^\/api\/regions\//]
if (FRONT === '/governance/') KEPT.push(/^\/api\/me$/, /^\/api\/case-queues$/, /^\/api\/cases(\/[^/]+)?$/)
const MOST_ANSWERS = 300

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

const keep = async (name, request, response) => {
  const cache = await caches.open(name)
  await cache.put(request, response)
  if (name !== DATA) return
  const keys = await cache.keys()
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST_ANSWERS)).map((key) => cache.delete(key)))
}

const impatient = (request) => {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS)
  return fetch(request, { signal: stop.signal }).finally(() => clearTimeout(timer))
}

const page = async (event) => {
  try {
    const fresh = await impatient(event.request)
    if (fresh.ok && !fresh.redirected) event.waitUntil(keep(SHELL, FRONT, fresh.clone()))
    return fresh
  } catch (cause) {
    const kept = await caches.match(FRONT, { cacheName: SHELL })
    if (kept) return kept
    throw cause
  }
}

const asset = async (event) => {
  const kept = await caches.match(event.request, { cacheName: SHELL })
  if (kept) return kept
  const fresh = await fetch(event.request)
  if (fresh.ok) event.waitUntil(keep(SHELL, event.request, fresh.clone()))
  return fresh
}

const answer = async (event) => {
  try {
    const fresh = await fetch(event.request)
    if (fresh.status === 401) event.waitUntil(caches.delete(DATA))
    else if (fresh.ok) event.waitUntil(keep(DATA, event.request, fresh.clone()))
    return fresh
  } catch (cause) {
    const kept = await caches.match(event.request, { cacheName: DATA })
    if (kept) return kept
    throw cause
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (url.origin !== location.origin) return
  if (url.pathname.startsWith('/auth/')) {
    event.waitUntil(caches.delete(DATA))
    return
  }
  if (request.method !== 'GET') return
  if (request.mode === 'navigate') event.respondWith(page(event))
  else if (url.pathname.startsWith('/assets/')) event.respondWith(asset(event))
  else if (KEPT.some((pattern) => pattern.test(url.pathname))) event.respondWith(answer(event))
})
