/** antd in our colours: every token comes from tokens.css under the theme that is on now. */
import { ConfigProvider, theme } from 'antd'
import en from 'antd/locale/en_US'
import zh from 'antd/locale/zh_CN'
import { type KeyboardEvent, type ReactNode, useMemo } from 'react'
import { usePreferences } from '../../../ui/preferences.ts'
import { tokenColour, useLook } from '../../../ui/token-colour.ts'
import './antd.css'

const themeOf = () => ({
  algorithm: document.documentElement.dataset.theme === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
  token: {
    colorPrimary: tokenColour('--river'),
    colorInfo: tokenColour('--river'),
    colorSuccess: tokenColour('--river'),
    colorError: tokenColour('--fault'),
    colorWarning: tokenColour('--ink-2'),
    colorLink: tokenColour('--river'),
    colorText: tokenColour('--ink'),
    colorTextSecondary: tokenColour('--ink-2'),
    colorTextTertiary: tokenColour('--ink-3'),
    colorTextQuaternary: tokenColour('--ink-3'),
    colorTextPlaceholder: tokenColour('--ink-3'),
    colorBgBase: tokenColour('--paper'),
    colorBgContainer: tokenColour('--surface'),
    colorBgElevated: tokenColour('--raised'),
    colorFillTertiary: tokenColour('--sunken'),
    colorBorder: tokenColour('--line-strong'),
    colorBorderSecondary: tokenColour('--line'),
    controlItemBgActive: tokenColour('--river-soft'),
    controlItemBgHover: tokenColour('--sunken'),
    borderRadius: 6,
    controlHeight: 40,
    controlHeightSM: 36,
    fontSizeSM: 14,
    fontFamily: 'inherit',
    fontSize: 15,
    motion: false,
  },
  components: {
    Select: {
      optionSelectedBg: tokenColour('--river-soft'),
      optionActiveBg: tokenColour('--sunken'),
      optionSelectedColor: tokenColour('--ink'),
      multipleItemBg: tokenColour('--river-soft'),
    },
  },
})

/** Tab only leads on: antd would take it as a choice of the option under the cursor, or undo one. */
const leaveByTab = (event: KeyboardEvent) => {
  if (event.key === 'Tab') event.stopPropagation()
}

export const Themed = ({ children }: { children: ReactNode }) => {
  const look = useLook()
  const { language } = usePreferences()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the look changes what the tokens resolve to
  const own = useMemo(themeOf, [look])
  return (
    <ConfigProvider theme={own} locale={language === 'zh' ? zh : en}>
      <div onKeyDownCapture={leaveByTab}>{children}</div>
    </ConfigProvider>
  )
}
