import type { Seed } from '../../src/emulator/server.ts'

/** Region of all seeded resources. */
export const benchRegion = 'us-east-1'

const builderCount = 25
const dayMs = 86_400_000
const applications = ['Chrome', 'Excel', 'Word', 'SAP']

/**
 * Seeds 25 builders, each launched from one of 25 images. Builder and image of a number were created one
 * after the other. Every second image was created on the builder of the previous number, the others on
 * deleted builders. 20 of the images have a name that starts with `golden-`.
 */
export const benchSeed: Seed = ({ store, accountId, nowMs }) => {
  const region = store.region(benchRegion, accountId)
  const baseImage = 'AppStream-WinServer2022-10-05-2026'
  region.putImage({ Name: baseImage, Visibility: 'PUBLIC', Platform: 'WINDOWS_SERVER_2022' })
  const baseImageArn = region.publicImages.get(baseImage)?.Arn

  for (let number = 0; number < builderCount; number++) {
    const serial = String(number).padStart(2, '0')
    const imageName = `${number % 5 === 0 ? 'sales' : 'golden'}-desktop-v${serial}`
    const predecessor = String(number - 1).padStart(2, '0')
    const madeOnMs = nowMs - (builderCount - number) * dayMs
    region.putImage({
      Name: imageName,
      DisplayName: `Desktop ${serial}`,
      Description: `The desktop of release ${serial}`,
      Platform: 'WINDOWS_SERVER_2022',
      ImageType: 'NATIVE',
      CreatedTime: new Date(madeOnMs),
      BaseImageArn: baseImageArn,
      ImageBuilderSupported: true,
      ImageBuilderName:
        number % 2 === 0 && number > 0 ? `builder-${predecessor}` : `retired-builder-${serial}`,
      AppstreamAgentVersion: '10-05-2026',
      SupportedInstanceFamilies: ['stream.standard', 'stream.compute', 'stream.memory', 'GeneralPurpose'],
      Applications: applications.map((name) => ({
        Name: name,
        DisplayName: `${name} ${serial}`,
        Enabled: true,
        LaunchPath: `C:\\Program Files\\${name}\\${name}.exe`,
        IconURL: `https://appstream.example.com/icons/${imageName}/${name}.png`,
      })),
    })
    region.putImageBuilder({
      Name: `builder-${serial}`,
      ImageArn: region.images.get(imageName)?.Arn,
      InstanceType: 'stream.standard.medium',
      Platform: 'WINDOWS_SERVER_2022',
      CreatedTime: new Date(madeOnMs + dayMs / 2),
      VpcConfig: { SubnetIds: ['subnet-0a1b2c3d'], SecurityGroupIds: ['sg-0a1b2c3d'] },
      AppstreamAgentVersion: '10-05-2026',
    })
  }
}
