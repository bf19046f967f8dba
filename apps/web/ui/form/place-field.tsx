/** A place by map, by position of the phone, and in words. The pin stays in the middle, the map moves below it. */
import type { Place, Region } from '@haihe/contract'
import { lazy, Suspense, useMemo, useState } from 'react'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { TextField } from 'react-aria-components/TextField'
import { Button } from '../button.tsx'
import { Bone } from '../faces.tsx'
import { useWords } from '../i18n.ts'
import { areaAt, type LonLat, type Outlines } from '../map/geo.ts'
import { useApi } from '../queries.ts'
import { toast } from '../toast.tsx'

const CityMap = lazy(async () => ({ default: (await import('../map/city-map.tsx')).CityMap }))

export interface PlaceInputProps {
  id: string
  value: Place | null
  onChange: (place: Place) => void
  /** region inside which the place must lie */
  region: string
}

const FIFTEEN_SECONDS = 15_000

export const PlaceInput = ({ id, value, onChange, region }: PlaceInputProps) => {
  const t = useWords()
  const [jump, setJump] = useState<LonLat | null>(() => (value ? [value.lon, value.lat] : null))
  const [locating, setLocating] = useState(false)
  const top = useApi<Region>(`/api/regions/${region}`, undefined, { staleTime: Infinity })
  const outlines = useApi<Outlines>(`/api/regions/${region}/outlines`, undefined, { staleTime: Infinity })
  const at: LonLat | null = value ? [value.lon, value.lat] : null
  const area = at && outlines.data ? areaAt(outlines.data.features, at) : undefined
  const inner = useApi<Outlines>(`/api/regions/${area?.properties.code}/outlines`, undefined, {
    enabled: area !== undefined,
    staleTime: Infinity,
  })
  const street = at && inner.data ? areaAt(inner.data.features, at) : undefined
  const nearest = useApi<Outlines>(`/api/regions/${street?.properties.code}/outlines`, undefined, {
    enabled: street !== undefined,
    staleTime: Infinity,
  })
  /** each picked area is replaced by what it is made of, so that there are names around the pin to find one's way by */
  const shown = useMemo<Outlines | undefined>(() => {
    if (!outlines.data) return undefined
    const open = (features: Outlines['features'], code: string | undefined, parts: Outlines | undefined): Outlines['features'] =>
      parts?.features.length ? [...features.filter((feature) => feature.properties.code !== code), ...parts.features] : features
    const districts = open(outlines.data.features, area?.properties.code, inner.data)
    return { type: 'FeatureCollection', features: open(districts, street?.properties.code, nearest.data) }
  }, [outlines.data, inner.data, nearest.data, area?.properties.code, street?.properties.code])

  const put = ([lon, lat]: LonLat) =>
    onChange({ lon: Number(lon.toFixed(6)), lat: Number(lat.toFixed(6)), crs: 'EPSG:4490', address: value?.address ?? '' })
  const locate = () => {
    setLocating(true)
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setLocating(false)
        setJump([coords.longitude, coords.latitude])
        put([coords.longitude, coords.latitude])
      },
      () => {
        setLocating(false)
        toast(t('form.place.failed'), 'info')
      },
      { enableHighAccuracy: true, timeout: FIFTEEN_SECONDS },
    )
  }
  const outside = at !== null && outlines.data !== undefined && area === undefined
  const words = [area?.properties.name, street?.properties.name].filter(Boolean).join(' · ')
  return (
    <div className="hh-place">
      <div className="hh-place-map">
        <Suspense fallback={<Bone height="100%" />}>
          <CityMap label={t('form.place.pick')} outlines={shown} onPick={put} pickAt={jump} fitKey={region} />
        </Suspense>
      </div>
      <div className="hh-place-line">
        <span role="status">
          {at === null
            ? t('form.place.move')
            : outside
              ? t('form.place.outside', { name: top.data?.name ?? '' })
              : words || t('form.place.picked', { lon: at[0].toFixed(5), lat: at[1].toFixed(5) })}
          {street?.properties.schematic && ` ※ ${t('map.schematic')}`}
        </span>
        <Button size="small" icon="locate" pending={locating} onPress={locate}>
          {t(locating ? 'form.place.locating' : 'form.place.locate')}
        </Button>
      </div>
      <TextField
        className="hh-field"
        id={id}
        value={value?.address ?? ''}
        maxLength={200}
        onChange={(address) => {
          const centre = at ?? top.data?.centre
          if (centre) onChange({ lon: centre[0], lat: centre[1], crs: 'EPSG:4490', address })
        }}
      >
        <Label>{t('form.place.address')}</Label>
        <Input className="hh-input" />
        <Text slot="description">{t('form.place.addressHelp')}</Text>
      </TextField>
    </div>
  )
}
