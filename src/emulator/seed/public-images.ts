import type { ImageRecord } from '../resources/image/kind.ts'

interface PublicImage {
  readonly name: string
  readonly platform: string
  readonly releasedDaysAgo: number
  readonly details?: Partial<ImageRecord>
}

const generalFamilies = ['stream.standard', 'stream.compute', 'stream.memory', 'GeneralPurpose']
const graphicsFamilies = ['graphics-g4dn', 'graphics-g5', 'Graphics-G6']
const deprecated = { State: 'DEPRECATED', ImageBuilderSupported: false }

const publicImages: readonly PublicImage[] = [
  { name: 'AppStream-WinServer2025-10-05-2026', platform: 'WINDOWS_SERVER_2025', releasedDaysAgo: 50 },
  { name: 'AppStream-WinServer2025-07-13-2026', platform: 'WINDOWS_SERVER_2025', releasedDaysAgo: 134 },
  { name: 'AppStream-WinServer2022-10-05-2026', platform: 'WINDOWS_SERVER_2022', releasedDaysAgo: 50 },
  { name: 'AppStream-WinServer2022-07-13-2026', platform: 'WINDOWS_SERVER_2022', releasedDaysAgo: 134 },
  { name: 'AppStream-WinServer2019-10-05-2026', platform: 'WINDOWS_SERVER_2019', releasedDaysAgo: 50 },
  {
    name: 'AppStream-WinServer2016-11-17-2023',
    platform: 'WINDOWS_SERVER_2016',
    releasedDaysAgo: 1103,
    // The service returns this state, although its model does not list it.
    details: deprecated,
  },
  {
    name: 'AppStream-Graphics-G4dn-WinServer2022-10-05-2026',
    platform: 'WINDOWS_SERVER_2022',
    releasedDaysAgo: 50,
    details: { SupportedInstanceFamilies: graphicsFamilies },
  },
  {
    name: 'AppStream-Graphics-G5-WinServer2025-10-05-2026',
    platform: 'WINDOWS_SERVER_2025',
    releasedDaysAgo: 50,
    details: { SupportedInstanceFamilies: graphicsFamilies },
  },
  {
    name: 'AppStream-SampleApps-WinServer2019-06-17-2024',
    platform: 'WINDOWS_SERVER_2019',
    releasedDaysAgo: 890,
    details: { ImageBuilderSupported: false },
  },
  { name: 'AppStream-RHEL8-10-05-2026', platform: 'RHEL8', releasedDaysAgo: 50 },
  { name: 'AppStream-RockyLinux8-10-05-2026', platform: 'ROCKY_LINUX8', releasedDaysAgo: 50 },
  { name: 'AppStream-UbuntuPro2404-10-05-2026', platform: 'UBUNTU_PRO_2404', releasedDaysAgo: 50 },
  { name: 'AppStream-AmazonLinux2-08-24-2026', platform: 'AMAZON_LINUX2', releasedDaysAgo: 92 },
]

/** Returns AWS's public images of a region, released before `nowMs`. */
export function publicImagesAt(nowMs: number): readonly ImageRecord[] {
  return publicImages.map(({ name, platform, releasedDaysAgo, details }) => {
    const released = new Date(nowMs - releasedDaysAgo * 86_400_000)
    return {
      Name: name,
      Visibility: 'PUBLIC',
      DisplayName: name,
      Description: `Amazon AppStream base image for ${platform}`,
      ImageBuilderSupported: true,
      Platform: platform,
      ImageType: 'NATIVE',
      CreatedTime: released,
      PublicBaseImageReleasedDate: released,
      AppstreamAgentVersion: releasedDaysAgo < 60 ? '10-05-2026' : '06-17-2024',
      SupportedInstanceFamilies: generalFamilies,
      DynamicAppProvidersEnabled: 'DISABLED',
      ...details,
    }
  })
}
