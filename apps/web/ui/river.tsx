/** The river at the foot of calm pages: three lines of water, drawn, still. Decorative. */
export const River = () => (
  <svg
    viewBox="0 0 1440 220"
    preserveAspectRatio="none"
    aria-hidden
    style={{
      position: 'fixed',
      insetInline: 0,
      bottom: 0,
      width: '100%',
      height: 'min(26vh, 15rem)',
      zIndex: -1,
      color: 'var(--river)',
    }}
  >
    <path d="M0 92c180-58 350-58 540-6s360 66 540 8 270-46 360-30v156H0z" fill="currentColor" opacity=".06" />
    <path d="M0 132c200-44 380-36 560 2s340 50 520 8 280-36 360-20v98H0z" fill="currentColor" opacity=".08" />
    <path d="M0 174c220-30 400-24 580 2s330 30 500 6 290-26 360-14v52H0z" fill="currentColor" opacity=".11" />
  </svg>
)
