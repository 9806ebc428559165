import { formatArn } from '../arn.ts'
import type { JsonObject } from '../json.ts'
import type { RegionStore } from '../region.ts'
import { entitlementKey } from '../resources/entitlement/kind.ts'

/** Application of Elastic fleets. */
export interface ApplicationDraft {
  readonly name: string
  readonly title: string
  readonly appBlock: string
  readonly executable: string
  readonly fleets?: readonly string[]
  readonly createdDaysAgo: number
  readonly tags?: Readonly<Record<string, string>>
  readonly details?: JsonObject
}

/** Entitlement of a stack. */
export interface EntitlementDraft {
  readonly stack: string
  readonly name: string
  readonly description?: string
  readonly attributes: Readonly<Record<string, string>>
  /** Names of the entitled applications. Default: all applications. */
  readonly applications?: readonly string[]
  /** Names of entitled applications that are associated by ARN. */
  readonly applicationsByArn?: readonly string[]
  readonly createdDaysAgo: number
  readonly changedDaysAgo?: number
}

/** Theme of a stack. */
export interface ThemeDraft {
  readonly stack: string
  readonly title: string
  readonly styling: 'LIGHT_BLUE' | 'BLUE' | 'PINK' | 'RED'
  readonly links?: Readonly<Record<string, string>>
  readonly isDisabled?: true
  readonly createdDaysAgo: number
}

const dayMs = 86_400_000

/** Puts the application of a draft into a region, on its fleets. */
export function putApplicationDraft(region: RegionStore, draft: ApplicationDraft, nowMs: number): void {
  const { name, title, fleets = [] } = draft
  const { Arn } = region.applications.put({
    Name: name,
    DisplayName: title,
    Description: `Starts ${title}`,
    AppBlockArn: formatArn(region.region, region.accountId, 'app-block', draft.appBlock),
    IconURL: `https://icons.example.com/${name.toLowerCase()}.png?X-Amz-Expires=3600`,
    IconS3Location: { S3Bucket: 'company-app-blocks', S3Key: `icons/${name.toLowerCase()}.png` },
    LaunchPath: `C:\\AppStream\\AppBlocks\\${draft.appBlock}\\${draft.executable}`,
    Platforms: ['WINDOWS_SERVER_2022'],
    InstanceFamilies: ['GENERAL_PURPOSE'],
    CreatedTime: new Date(nowMs - draft.createdDaysAgo * dayMs),
    ...draft.details,
  })
  if (Arn !== undefined && draft.tags) region.setTags(Arn, draft.tags)
  for (const fleet of fleets) region.applicationFleets.add(name, fleet)
}

/** Puts the entitlement of a draft into a region. */
export function putEntitlementDraft(region: RegionStore, draft: EntitlementDraft, nowMs: number): void {
  const { stack, name, description, applications, applicationsByArn = [], createdDaysAgo } = draft
  region.entitlements.put({
    StackName: stack,
    Name: name,
    ...(description !== undefined && { Description: description }),
    AppVisibility: applications === undefined ? 'ALL' : 'ASSOCIATED',
    Attributes: Object.entries(draft.attributes).map(([Name, Value]) => ({ Name, Value })),
    CreatedTime: new Date(nowMs - createdDaysAgo * dayMs),
    LastModifiedTime: new Date(nowMs - (draft.changedDaysAgo ?? createdDaysAgo) * dayMs),
  })
  const arns = applicationsByArn.map((application) =>
    formatArn(region.region, region.accountId, 'application', application),
  )
  for (const identifier of [...(applications ?? []), ...arns]) {
    region.entitledApplications.add(entitlementKey(stack, name), identifier)
  }
}

/** Puts the theme of a draft into a region. */
export function putThemeDraft(region: RegionStore, draft: ThemeDraft, nowMs: number): void {
  const { stack, links = {} } = draft
  const urlOf = (file: string) =>
    `https://appstream-themes.s3.amazonaws.com/${stack}/${file}?X-Amz-Expires=3600`
  region.themes.put({
    StackName: stack,
    State: draft.isDisabled ? 'DISABLED' : 'ENABLED',
    ThemeTitleText: draft.title,
    ThemeStyling: draft.styling,
    ThemeFooterLinks: Object.entries(links).map(([DisplayName, FooterLinkURL]) => ({
      DisplayName,
      FooterLinkURL,
    })),
    ThemeOrganizationLogoURL: urlOf('logo.png'),
    ThemeFaviconURL: urlOf('favicon.png'),
    CreatedTime: new Date(nowMs - draft.createdDaysAgo * dayMs),
  })
}
