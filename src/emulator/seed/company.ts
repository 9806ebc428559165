import { formatArn } from '../arn.ts'
import type { RegionStore } from '../region.ts'
import { putAppBlockBuilderDraft, putAppBlockDraft } from './app-block-drafts.ts'
import { putApplicationDraft, putEntitlementDraft, putThemeDraft } from './catalog-drafts.ts'
import { type ImageBuilderDraft, type ImageDraft, putImageBuilderDraft, putImageDraft } from './drafts.ts'
import { putFleetDraft, putStackDraft } from './estate-drafts.ts'
import {
  europeanEntitlement,
  europeanFleet,
  europeanImages,
  europeanSession,
  europeanStack,
  europeanUsers,
} from './europe.ts'
import { headquartersAppBlockBuilders, headquartersAppBlocks } from './headquarters-app-blocks.ts'
import {
  headquartersApplications,
  headquartersEntitlements,
  headquartersThemes,
} from './headquarters-catalogs.ts'
import {
  headquartersDirectoryConfigs,
  headquartersFleets,
  headquartersStacks,
} from './headquarters-estate.ts'
import { putExports } from './headquarters-exports.ts'
import { headquartersImageBuilders } from './headquarters-image-builders.ts'
import { headquartersImages } from './headquarters-images.ts'
import { headquartersSessions, headquartersUsers } from './headquarters-people.ts'
import { putHeadquartersUsage } from './headquarters-usage.ts'
import { drainFirstInstance, putSessionDraft, putUserDraft, type UserDraft } from './people-drafts.ts'
import { publicImagesAt } from './public-images.ts'
import type { Seed } from './seed.ts'

/** Second account of the company, which creates hardened images and shares them. */
const platformAccountId = '210987654321'

const platformImages: readonly ImageDraft[] = [
  {
    name: 'hardened-windows-2022',
    title: 'Hardened Windows 2022',
    base: 'AppStream-WinServer2022-10-05-2026',
    builder: 'hardening',
    createdDaysAgo: 25,
    applications: ['Endpoint Agent'],
    tags: { team: 'security', compliance: 'cis-level-1' },
  },
  {
    name: 'hardened-windows-2025',
    title: 'Hardened Windows 2025',
    base: 'AppStream-WinServer2025-10-05-2026',
    builder: 'hardening',
    createdDaysAgo: 5,
    applications: ['Endpoint Agent'],
    details: { Platform: 'WINDOWS_SERVER_2025' },
  },
  {
    name: 'hardened-windows-2025-rc',
    title: 'Hardened Windows 2025, release candidate',
    base: 'hardened-windows-2025',
    builder: 'hardening',
    createdDaysAgo: 0.02,
    details: { State: 'PENDING', Platform: 'WINDOWS_SERVER_2025' },
  },
]

const platformImageBuilders: readonly ImageBuilderDraft[] = [
  {
    name: 'hardening',
    title: 'Hardening',
    image: 'AppStream-WinServer2022-10-05-2026',
    createdDaysAgo: 26,
    state: 'RUNNING',
    tags: { team: 'security' },
  },
]

const platformUsers: readonly UserDraft[] = [
  { userName: 'mira.santos@example.com', names: ['Mira', 'Santos'], createdDaysAgo: 300 },
  { userName: 'auditor@example.com', createdDaysAgo: 200, isDisabled: true },
]

/**
 * Seeds a company with offices in us-east-1 and eu-west-1 of the default account, and a platform account, 210987654321,
 * that shares images with it. Resources in a transitional state stay in that state, so that every state can be seen.
 */
export const companySeed: Seed = ({ store, accountId, nowMs }) => {
  const headquarters = store.region('us-east-1', accountId)
  const europe = store.region('eu-west-1', accountId)
  const platform = store.region('us-east-1', platformAccountId)
  const platformEurope = store.region('eu-west-1', platformAccountId)
  for (const region of [headquarters, europe]) {
    for (const image of publicImagesAt(nowMs)) region.putImage(image)
  }

  const sharedBase = formatArn('us-east-1', platformAccountId, 'image', 'hardened-windows-2022')
  put(headquarters, headquartersImages, [
    ...headquartersImageBuilders,
    {
      name: 'secure-browser',
      title: 'Secure Browser',
      image: sharedBase,
      createdDaysAgo: 7,
      state: 'RUNNING',
      details: {
        AccessEndpoints: [{ EndpointType: 'STREAMING', VpceId: 'vpce-0a1b2c3d4e5f60718' }],
        NetworkAccessConfiguration: {
          EniId: 'eni-0b7d9e2c4f6a81350',
          EniPrivateIpAddress: '10.20.9.33',
          EniIpv6Addresses: ['2001:db8:20:9::21'],
        },
      },
    },
  ])
  put(europe, europeanImages, [
    {
      name: 'sales-desktop',
      title: 'Sales Desktop',
      image: 'golden-windows-v12',
      createdDaysAgo: 18,
      state: 'STOPPED',
    },
    {
      name: 'support-desktop',
      title: 'Support Desktop',
      image: 'sales-desktop-v2',
      createdDaysAgo: 2,
      state: 'RUNNING',
    },
  ])
  put(platform, platformImages, platformImageBuilders)
  put(platformEurope, platformImages.slice(0, 1), [])

  platform.shareImage('hardened-windows-2022', accountId, { allowFleet: true, allowImageBuilder: true })
  platform.shareImage('hardened-windows-2025', accountId, { allowFleet: false, allowImageBuilder: true })
  platformEurope.shareImage('hardened-windows-2022', accountId, {
    allowFleet: true,
    allowImageBuilder: false,
  })
  headquarters.shareImage('office-suite-v9', platformAccountId, {
    allowFleet: true,
    allowImageBuilder: false,
  })
  headquarters.shareImage('office-suite-v9', '345678901234', { allowFleet: true, allowImageBuilder: true })

  for (const fleet of headquartersFleets) putFleetDraft(headquarters, fleet, nowMs)
  for (const stack of headquartersStacks) putStackDraft(headquarters, stack, nowMs)
  putFleetDraft(europe, europeanFleet, nowMs)
  putStackDraft(europe, europeanStack, nowMs)
  for (const directoryConfig of headquartersDirectoryConfigs) {
    headquarters.putDirectoryConfig({ ...directoryConfig, CreatedTime: new Date(nowMs - 300 * 86_400_000) })
  }

  putExports(headquarters, nowMs)
  for (const appBlock of headquartersAppBlocks) putAppBlockDraft(headquarters, appBlock, nowMs)
  for (const builder of headquartersAppBlockBuilders) putAppBlockBuilderDraft(headquarters, builder, nowMs)
  for (const application of headquartersApplications) putApplicationDraft(headquarters, application, nowMs)
  for (const entitlement of headquartersEntitlements) putEntitlementDraft(headquarters, entitlement, nowMs)
  for (const theme of headquartersThemes) putThemeDraft(headquarters, theme, nowMs)
  for (const user of headquartersUsers) putUserDraft(headquarters, user, nowMs)
  for (const session of headquartersSessions) putSessionDraft(headquarters, session, nowMs)
  drainFirstInstance(headquarters, 'office-production')
  putHeadquartersUsage(headquarters, nowMs)
  putEntitlementDraft(europe, europeanEntitlement, nowMs)
  for (const user of europeanUsers) putUserDraft(europe, user, nowMs)
  putSessionDraft(europe, europeanSession, nowMs)
  for (const user of platformUsers) putUserDraft(platform, user, nowMs)

  function put(
    region: RegionStore,
    images: readonly ImageDraft[],
    imageBuilders: readonly ImageBuilderDraft[],
  ): void {
    for (const image of images) putImageDraft(region, image, nowMs)
    for (const imageBuilder of imageBuilders) putImageBuilderDraft(region, imageBuilder, nowMs)
  }
}
