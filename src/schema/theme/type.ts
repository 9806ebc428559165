import type { AwsTheme, ThemeFooterLink, ThemeState, ThemeStyling } from '../../appstream/model.ts'
import { builder } from '../builder.ts'
import { ownCall } from '../cost.ts'
import { defineChild } from '../kit/child/define.ts'
import { loadChild } from '../kit/child/load.ts'
import { defineStructure, type Members } from '../kit/members.ts'
import { openEnum } from '../open-enum.ts'
import { stacks } from '../stack/type.ts'
import { themeKind } from './kind.ts'

/** The state of a theme. */
export const themeState = openEnum<ThemeState>('AppStreamThemeState', 'State of a theme.', {
  ENABLED: 'Users see it.',
  DISABLED: 'Users see the default theme.',
})

/** The colors of a theme. */
export const themeStyling = openEnum<ThemeStyling>(
  'AppStreamThemeStyling',
  'Color of links, text, buttons and the background of the catalog page.',
  { LIGHT_BLUE: 'Light blue.', BLUE: 'Blue.', PINK: 'Pink.', RED: 'Red.' },
)

const FOOTER_LINK = {
  DisplayName: 'The text of the link.',
  FooterLinkURL: 'The URL of the link.',
} as const

const ThemeFooterLinkRef = defineStructure<ThemeFooterLink>({
  name: 'AppStreamThemeFooterLink',
  structure: 'ThemeFooterLink',
  description: 'A link in the footer of the catalog page.',
  members: FOOTER_LINK,
})

const members: Members<AwsTheme, 'StackName'> = {
  State: [themeState, 'The state. Null if AWS does not return it.'],
  ThemeTitleText: 'The title of the browser tab.',
  ThemeStyling: [themeStyling, 'The color of the catalog page. Null if AWS does not return it.'],
  ThemeFooterLinks: [
    ThemeFooterLinkRef,
    'The links in the footer of the catalog page. Empty if there are none.',
  ],
  ThemeOrganizationLogoURL:
    'The URL of the logo in the header of the catalog page. It may expire: load it soon, do not store it. Null if AWS does not return it.',
  ThemeFaviconURL:
    'The URL of the icon of the browser tab. It may expire: load it soon, do not store it. Null if AWS does not return it.',
  CreatedTime: 'The time of creation.',
}

/** Themes. */
export const themes = defineChild({
  kind: themeKind,
  parent: stacks,
  structure: 'Theme',
  description:
    'The branding of the catalog page of a stack. AWS has no ARN for it: its stack identifies it. The S3 locations of its images are write-only.',
  noun: 'theme',
  plural: 'themes',
  isNamed: false,
  members,
})

builder.objectField(stacks.ref, 'theme', (t) =>
  t.field({
    type: themes.ref,
    nullable: true,
    ...ownCall,
    description: 'The theme. Null if there is none. Costs one call to AWS for each stack.',
    resolve: ({ target, name }, _args, context) => loadChild(themeKind, context, { target, name }, name),
  }),
)
