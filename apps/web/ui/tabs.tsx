import type { ReactNode } from 'react'
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components/Tabs'
import './overlay.css'

export interface TabEntry {
  id: string
  label: string
  /** how many are inside */
  count?: number | null
  content: ReactNode
}

/** Only the chosen panel is in the page. Controlled, so that the address can hold the choice. */
export const Tabs = ({
  label,
  tabs,
  selected,
  onSelect,
}: {
  label: string
  tabs: readonly TabEntry[]
  selected: string
  onSelect: (id: string) => void
}) => (
  <AriaTabs className="hh-tabs" selectedKey={selected} onSelectionChange={(id) => onSelect(String(id))}>
    <TabList className="hh-tab-list" aria-label={label}>
      {tabs.map((tab) => (
        <Tab key={tab.id} id={tab.id} className="hh-tab">
          {tab.label}
          {tab.count != null && <small>{tab.count}</small>}
        </Tab>
      ))}
    </TabList>
    {tabs.map((tab) => (
      <TabPanel key={tab.id} id={tab.id} className="hh-tab-panel">
        {tab.content}
      </TabPanel>
    ))}
  </AriaTabs>
)
