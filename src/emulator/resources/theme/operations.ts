import {
  givenMembers,
  type JsonObject,
  objectList,
  optionalObject,
  optionalString,
  requiredString,
  stringList,
} from '../../json.ts'
import type { OperationContext, Operations } from '../../kit/operation.ts'
import { combinationError, requireExisting, requireNew, requireReferable } from '../../kit/preconditions.ts'
import { urlOfCopy } from '../../kit/s3-copy.ts'
import type { ThemeRecord } from './kind.ts'

/** Bucket of AWS with copies of theme images, since AWS never returns the original locations. */
const copies = 'appstream-themes'

/** Operations on themes of stacks. */
export const themeOperations: Operations = {
  DescribeThemeForStack: describeTheme,
  CreateThemeForStack: createTheme,
  UpdateThemeForStack: updateTheme,
  DeleteThemeForStack: deleteTheme,
}

function describeTheme(input: JsonObject, context: OperationContext): JsonObject {
  return { Theme: requireTheme(input, context) }
}

/** Returns the theme of a stack. Rejects if the stack or its theme does not exist. */
function requireTheme(input: JsonObject, context: OperationContext): ThemeRecord {
  const { region } = context
  const stack = requireExisting(region.stacks, requiredString(input, 'StackName'), context)
  return requireExisting(region.themes, stack.Name, context)
}

function createTheme(input: JsonObject, context: OperationContext): JsonObject {
  const { region } = context
  const stack = requireReferable(region.stacks, requiredString(input, 'StackName'), context)
  requireNew(region.themes, stack.Name)
  const members = requestedMembers(input)
  return { Theme: region.themes.put({ ThemeFooterLinks: [], ...members, StackName: stack.Name }) }
}

/** UpdateThemeForStack: replaces the whole list of footer links. */
function updateTheme(input: JsonObject, context: OperationContext): JsonObject {
  const { themes } = context.region
  const { StackName } = requireTheme(input, context)
  const deletesLinks = stringList(input, 'AttributesToDelete').includes('FOOTER_LINKS')
  if (deletesLinks && objectList(input, 'FooterLinks').length > 0) {
    throw combinationError('FooterLinks cannot be specified together with the attribute FOOTER_LINKS.')
  }
  themes.change(StackName, {
    ...requestedMembers(input),
    ...givenMembers(input, ['State']),
    ...(deletesLinks && { ThemeFooterLinks: [] }),
  })
  return { Theme: themes.get(StackName) }
}

function deleteTheme(input: JsonObject, context: OperationContext): JsonObject {
  context.region.themes.remove(requireTheme(input, context).StackName)
  return {}
}

function requestedMembers(input: JsonObject): Partial<ThemeRecord> {
  const links = objectList(input, 'FooterLinks')
  const title = optionalString(input, 'TitleText')
  const styling = optionalString(input, 'ThemeStyling')
  const logo = optionalObject(input, 'OrganizationLogoS3Location')
  const favicon = optionalObject(input, 'FaviconS3Location')
  return {
    ...(title !== undefined && { ThemeTitleText: title }),
    ...(styling !== undefined && { ThemeStyling: styling }),
    ...(links.length > 0 && { ThemeFooterLinks: links }),
    ...(logo && { ThemeOrganizationLogoURL: urlOfCopy(logo, copies) }),
    ...(favicon && { ThemeFaviconURL: urlOfCopy(favicon, copies) }),
  }
}
