import type { JsonObject } from '../../json.ts'
import type { Kind, ResourceRecord } from '../../kit/kind.ts'

/** The theme of a stack: its catalog page. */
export interface ThemeRecord extends ResourceRecord {
  readonly StackName: string
  readonly ThemeTitleText?: string | undefined
  readonly ThemeStyling?: string | undefined
  readonly ThemeFooterLinks?: readonly JsonObject[] | undefined
  readonly ThemeOrganizationLogoURL?: string | undefined
  readonly ThemeFaviconURL?: string | undefined
}

/** Themes, by stack: without ARN and tags. */
export const themeKind: Kind<ThemeRecord> = {
  label: 'theme of stack',
  plural: 'themes',
  keyOf: ({ StackName }) => StackName,
  initialState: 'ENABLED',
}
