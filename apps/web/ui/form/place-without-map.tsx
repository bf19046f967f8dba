/** A place where the map cannot be had (no network): the phone's position and words are enough to find it. */
import type { Place } from '@haihe/contract'
import { Component, type ReactNode, useState } from 'react'
import { Button } from '../button.tsx'
import { useWords } from '../i18n.ts'
import { toast } from '../toast.tsx'

const FIFTEEN_SECONDS = 15_000

export interface PlaceWithoutMapProps {
  id: string
  value: Place | null
  onChange: (place: Place) => void
}

export const PlaceWithoutMap = ({ id, value, onChange }: PlaceWithoutMapProps) => {
  const t = useWords()
  const [locating, setLocating] = useState(false)
  const locate = () => {
    if (!('geolocation' in navigator)) return toast(t('form.place.failed'), 'info')
    setLocating(true)
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setLocating(false)
        const [lon, lat] = [coords.longitude, coords.latitude].map((degrees) => Number(degrees.toFixed(6))) as [number, number]
        onChange({ lon, lat, crs: 'EPSG:4490', address: value?.address ?? '' })
      },
      () => {
        setLocating(false)
        toast(t('form.place.failed'), 'info')
      },
      { enableHighAccuracy: true, timeout: FIFTEEN_SECONDS },
    )
  }
  return (
    <div className="hh-place">
      <div className="hh-place-line">
        <span role="status">
          {value ? t('form.place.picked', { lon: value.lon.toFixed(5), lat: value.lat.toFixed(5) }) : t('form.place.noMap')}
        </span>
        <Button size="small" icon="locate" pending={locating} onPress={locate}>
          {t(locating ? 'form.place.locating' : 'form.place.locate')}
        </Button>
      </div>
      <div className="hh-field">
        <label htmlFor={id}>{t('form.place.address')}</label>
        <span id={`${id}-help`} className="hh-field-help">
          {t('form.place.addressHelp')}
        </span>
        <input
          id={id}
          className="hh-input"
          aria-describedby={`${id}-help`}
          maxLength={200}
          disabled={value === null}
          value={value?.address ?? ''}
          onChange={(event) => value && onChange({ ...value, address: event.target.value })}
        />
      </div>
    </div>
  )
}

/** Shows `otherwise` when the code of what is inside does not come. */
export class WhenMapFails extends Component<{ otherwise: ReactNode; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }
  static getDerivedStateFromError() {
    return { failed: true }
  }
  override render() {
    return this.state.failed ? this.props.otherwise : this.props.children
  }
}
