import { Bone } from '../ui/faces.tsx'

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

export const TileBones = () => (
  <div className="cp-tiles">
    {KEYS.map((key) => (
      <Bone key={key} height="7.25rem" />
    ))}
  </div>
)

/** The layout before anything is known. */
export const CockpitBones = () => (
  <div className="cp">
    <div className="cp-top" />
    <div className="cp-body">
      <TileBones />
      <Bone height="100%" />
      <Bone height="100%" />
    </div>
  </div>
)
