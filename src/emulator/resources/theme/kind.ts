import type { JsonObject } from '../../json.ts'
import type { Kind, ResourceRecord } from '../../kit/kind.ts'

/** Theme of a stack: the branding of its catalog page. */
export interface ThemeRecord extends ResourceRecord {
  readonly StackName: string
  readonly ThemeTitleText?: string | undefined
  readonly ThemeStyling?: string | undefined
  readonly ThemeFooterLinks?: readonly JsonObject[] | undefined
  readonly ThemeOrganizationLogoURL?: string | undefined
  readonly ThemeFaviconURL?: string | undefined
}

/** Kind of themes, keyed by stack. They have no ARN and no tags. */
export const themeKind: Kind<ThemeRecord> = {
  label: 'theme of stack',
  plural: 'themes',
  keyOf: ({ StackName }) => StackName,
  initialState: 'ENABLED',
}
