/** Takes one file: dropped, or chosen by pressing. */
import { useState } from 'react'
import { Icon } from '../../ui/icon.tsx'
import './drop-zone.css'

export interface DropZoneProps {
  label: string
  help: string
  /** endings and types the file dialog offers */
  accept: string
  onFile: (file: File) => void
}

export const DropZone = ({ label, help, accept, onFile }: DropZoneProps) => {
  const [over, setOver] = useState(false)
  return (
    <label
      className="hc-drop"
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        const file = event.dataTransfer.files[0]
        if (file) onFile(file)
      }}
    >
      <Icon name="table" size="1.75rem" />
      <b>{label}</b>
      <span className="hc-note">{help}</span>
      <input
        type="file"
        aria-label={label}
        accept={accept}
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file) onFile(file)
          event.target.value = ''
        }}
      />
    </label>
  )
}
