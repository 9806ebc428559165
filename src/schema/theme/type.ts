import type { AwsTheme, ThemeFooterLink, ThemeState, ThemeStyling } from '../../appstream/model/model.ts'
import { builder, ownCall } from '../builder.ts'
import { defineChild } from '../kit/child/define.ts'
import { loadChild } from '../kit/child/load.ts'
import { defineStructure, type Members } from '../kit/members.ts'
import { openEnum } from '../open-enum.ts'
import { stacks } from '../stack/type.ts'
import { themeKind } from './kind.ts'

/** State of a theme. */
export const themeState = openEnum<ThemeState>('AppStreamThemeState', 'State of a theme.', {
  ENABLED: 'Users see the theme.',
  DISABLED: 'Users see the default theme.',
})

/** Color of a theme. */
export const themeStyling = openEnum<ThemeStyling>(
  'AppStreamThemeStyling',
  'Color of the links, texts, buttons and background of the catalog page.',
  { LIGHT_BLUE: 'Light blue.', BLUE: 'Blue.', PINK: 'Pink.', RED: 'Red.' },
)

const FOOTER_LINK = {
  DisplayName: 'Text of the link.',
  FooterLinkURL: 'URL of the link.',
} as const

const ThemeFooterLinkRef = defineStructure<ThemeFooterLink>({
  name: 'AppStreamThemeFooterLink',
  structure: 'ThemeFooterLink',
  description: 'Link in the footer of the catalog page.',
  members: FOOTER_LINK,
})

const members: Members<AwsTheme, 'StackName'> = {
  State: [themeState, 'State of the theme. Null if AWS does not return it.'],
  ThemeTitleText: 'Title of the browser tab.',
  ThemeStyling: [themeStyling, 'Color of the catalog page. Null if AWS does not return it.'],
  ThemeFooterLinks: [ThemeFooterLinkRef, 'Links in the footer of the catalog page. Empty if there are none.'],
  ThemeOrganizationLogoURL:
    'URL of the logo in the header of the catalog page. Can expire, so do not store it. Null if AWS does not return it.',
  ThemeFaviconURL:
    'URL of the icon of the browser tab. Can expire, so do not store it. Null if AWS does not return it.',
  CreatedTime: 'Creation time.',
}

/** Child type of themes. */
export const themes = defineChild({
  kind: themeKind,
  parent: stacks,
  structure: 'Theme',
  description:
    'Theme of a stack: the branding of its catalog page. Identified by its stack; AWS assigns no ARN. The S3 locations of its images are write-only.',
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
    description: 'Theme. Null if there is none. Costs one AWS call per stack.',
    resolve: ({ target, name }, _args, context) => loadChild(themeKind, context, { target, name }, name),
  }),
)
