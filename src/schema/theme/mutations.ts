import type { ThemeAttribute, ThemeFooterLink } from '../../appstream/model/model.ts'
import type { InputOf } from '../../appstream/model/operations.ts'
import { create } from '../kit/mutations/create.ts'
import { remove } from '../kit/mutations/remove.ts'
import { update } from '../kit/mutations/update.ts'
import type { Input } from '../kit/request.ts'
import { defineInput, type InputMembers } from '../kit/request.ts'
import { openEnum } from '../open-enum.ts'
import { requireKeys, S3LocationInput } from '../s3-location.ts'
import { themeState, themeStyling, themes } from './type.ts'

const themeAttribute = openEnum<ThemeAttribute>(
  'AppStreamThemeAttribute',
  'Theme setting that an update can remove.',
  { FOOTER_LINKS: 'Links in the footer.' },
)

const ThemeFooterLinkInput = defineInput<ThemeFooterLink>(
  'AppStreamThemeFooterLinkInput',
  'ThemeFooterLink',
  'Link in the footer of the catalog page.',
  {
    DisplayName: 'Text of the link, 1 to 300 characters.',
    FooterLinkURL: 'URL of the link, 1 to 1000 characters.',
  },
)

const settings = {
  TitleText: 'Title of the browser tab, 1 to 300 characters.',
  ThemeStyling: [themeStyling, 'Color of the catalog page.'],
  OrganizationLogoS3Location: [
    S3LocationInput,
    'Logo in the header of the catalog page. Requires `s3Key`. AWS copies the image and never returns its location.',
  ],
  FaviconS3Location: [
    S3LocationInput,
    'Icon of the browser tab. Requires `s3Key`. AWS copies the image and never returns its location.',
  ],
  FooterLinks: [ThemeFooterLinkInput, 'Links in the footer. An update replaces the whole list.'],
} as const

const createMembers: InputMembers<InputOf<'CreateThemeForStack'>, 'StackName'> = settings
const updateMembers: InputMembers<InputOf<'UpdateThemeForStack'>, 'StackName'> = {
  ...settings,
  State: [themeState, 'State of the theme.'],
  AttributesToDelete: [themeAttribute, 'Settings to remove.'],
}

const checkKeys = (input: Input) =>
  requireKeys(input, { organizationLogoS3Location: 'the logo', faviconS3Location: 'the favicon' })

const ofThemes = { type: themes, scope: 'appstream:manage' } as const

create({
  ...ofThemes,
  name: 'createAppStreamThemeForStack',
  operation: 'CreateThemeForStack',
  description: 'Creates the theme of a stack. A stack has at most one theme.',
  payloadDescription: 'Payload with the new theme.',
  structure: 'CreateThemeForStackRequest',
  members: createMembers,
  output: 'Theme',
  recognizedBy: (aws, { TitleText, ThemeStyling }) =>
    aws.ThemeTitleText === TitleText && aws.ThemeStyling === ThemeStyling,
  check: checkKeys,
})

update({
  ...ofThemes,
  name: 'updateAppStreamThemeForStack',
  operation: 'UpdateThemeForStack',
  description: 'Updates the settings or the state of a theme.',
  payloadDescription: 'Payload with the updated theme.',
  structure: 'UpdateThemeForStackRequest',
  members: updateMembers,
  output: 'Theme',
  shownAs: {
    TitleText: 'ThemeTitleText',
    FooterLinks: 'ThemeFooterLinks',
    OrganizationLogoS3Location: 'ThemeOrganizationLogoURL',
    FaviconS3Location: 'ThemeFaviconURL',
  },
  removes: { FOOTER_LINKS: 'footerLinks' },
  check: checkKeys,
})

remove({
  ...ofThemes,
  name: 'deleteAppStreamThemeForStack',
  operation: 'DeleteThemeForStack',
  description: 'Deletes the theme of a stack permanently. Users then see the default theme.',
})
