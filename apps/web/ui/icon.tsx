/** Small line icons on a 24 grid, drawn for Haihe. Decorative by default; give `label` when the icon stands alone. */
const PATHS = {
  alert: 'M12 4 2.8 19.5h18.4zM12 10v4.5M12 17.2v.1',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 20.5h4',
  call: 'M5 4h4l1.500 4.500-2.500 1.700a13 13 0 0 0 5.800 5.800l1.700-2.500L20 15v4a1.500 1.500 0 0 1-1.600 1.500C10.500 20 4 13.500 3.500 5.600A1.500 1.500 0 0 1 5 4',
  camera: 'M4 8h3l1.5-2.5h7L17 8h3v11H4zM12 16.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4',
  car: 'M4 16.5v-4l2-5.5h12l2 5.5v4zM4 12.5h16M7 16.5v2M17 16.5v2',
  chart: 'M4 4v16h16M8 15l3.5-4 3 2.5L20 7',
  check: 'm4.5 12.5 5 5 10-11',
  chevronDown: 'm6 9.5 6 6 6-6',
  chevronLeft: 'm14.5 6-6 6 6 6',
  chevronRight: 'm9.5 6 6 6-6 6',
  city: 'M4 20V9l5-3v14M9 20V11l6-4v13M15 20v-9l5 2v7M3 20h18',
  clock: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17M12 7.5V12l3 2',
  close: 'm6 6 12 12M18 6 6 18',
  code: 'm8.5 7-5 5 5 5M15.5 7l5 5-5 5',
  document: 'M6 3.5h8l4 4v13H6zM14 3.5v4h4M9 12h6M9 16h6',
  down: 'M12 5v14M6 13l6 6 6-6',
  empty: 'M4 13.5 6.5 5h11L20 13.5V19H4zM4 13.5h5l1 2.5h4l1-2.5h5',
  external: 'M10 5H5v14h14v-5M13.5 5H19v5.5M19 5l-8 8',
  filter: 'M4 6h16M7 12h10M10 18h4',
  flag: 'M6 21V4h11l-2 4 2 4H6',
  globe: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17M3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17',
  history: 'M4 5v5h5M4.5 10A8 8 0 1 1 4 13M12 8v4.5l3 1.5',
  home: 'm4 11 8-7 8 7v9h-5.5v-5h-5v5H4z',
  info: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17M12 11v5.5M12 7.7v.1',
  layers: 'm12 4 9 4.5-9 4.5-9-4.5zM4 13l8 4 8-4',
  list: 'M8.5 6H20M8.5 12H20M8.5 18H20M4 6h.1M4 12h.1M4 18h.1',
  locate: 'M12 18.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13M12 2.5v4M12 17.5v4M2.5 12h4M17.5 12h4',
  lock: 'M6 11h12v9.5H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  map: 'm3.5 6.5 5.5-2 6 2 5.5-2v13l-5.5 2-6-2-5.5 2zM9 4.5v13M15 6.5v13',
  menu: 'M4 7h16M4 12h16M4 17h16',
  message: 'M4 5h16v11H9.5L5.5 19.5V16H4z',
  minus: 'M5 12h14',
  moon: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10',
  more: 'M5.5 12h.1M12 12h.1M18.5 12h.1',
  offline: 'M4 9.5a12 12 0 0 1 16 0M7.5 13a7 7 0 0 1 9 0M12 17.5v.1M4 4l16 16',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4.5 20.5c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5',
  phone: 'M7 3.5h10v17H7zM11 17.5h2',
  photo: 'M4 5h16v14H4zM4 16l4.5-4.5 4 4 3-3L20 16M15.5 9.3v.1',
  pin: 'M12 21c4.5-5 6.5-8 6.5-11a6.5 6.5 0 1 0-13 0c0 3 2 6 6.5 11M12 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4',
  plus: 'M12 5v14M5 12h14',
  play: 'M8 5.5 18.5 12 8 18.5z',
  refresh: 'M20 5v5h-5M19.5 10A8 8 0 1 0 20 13',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13M15.5 15.5 20.5 20.5',
  send: 'M4 12 20.5 4.5 15 20l-3.5-6.5z',
  settings: 'M4 8h9M17 8h3M15 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4M4 16h3M11 16h9M9 18a2 2 0 1 0 0-4 2 2 0 0 0 0 4',
  shield: 'M12 3.5 19.5 6v6c0 4.5-3 7-7.5 8.5C7.5 19 4.5 16.5 4.5 12V6z',
  signOut: 'M10 4H5v16h5M9 12h11M16 8l4 4-4 4',
  star: 'm12 4 2.5 5.2 5.7.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8z',
  sun: 'M12 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4',
  table: 'M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14',
  trash: 'M5 7h14M9 7V4.5h6V7M7 7l1 13h8l1-13',
  type: 'M3.5 18 8 6.5 12.5 18M5 14.5h6M14.5 18l3-8 3 8M15.5 15.5h4',
  up: 'M12 19V5M6 11l6-6 6 6',
  waves: 'M3 8.5c3-2.7 6-2.7 9 0s6 2.7 9 0M3 15.5c3-2.7 6-2.7 9 0s6 2.7 9 0',
  wind: 'M3 9h10a2.7 2.7 0 1 0-2.7-2.7M3 13h15a2.7 2.7 0 1 1-2.7 2.7M3 17h6.5a2 2 0 1 1-2 2',
} as const

export type IconName = keyof typeof PATHS

export const Icon = ({ name, size = '1.25em', label }: { name: IconName; size?: string; label?: string }) => (
  // biome-ignore lint/a11y/noSvgWithoutTitle: hidden when decorative, aria-label when it stands alone
  <svg
    className="hh-icon"
    viewBox="0 0 24 24"
    width={size}
    height={size}
    fill="none"
    stroke="currentColor"
    strokeWidth="1.75"
    strokeLinecap="round"
    strokeLinejoin="round"
    style={{ flex: 'none' }}
    {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
  >
    <path d={PATHS[name]} />
  </svg>
)
