import type { Seed } from '../../src/emulator/server.ts'
import { createAccount, type MeasuredAccount } from './account.ts'

/** Region of all seeded resources. */
export const benchRegion = 'us-east-1'

const applications = ['Chrome', 'Excel', 'Word', 'SAP']

/** Returns a seed of the emulator with the builders and images of an account, as detailed as real ones. */
export function seedOf({ imageBuilders, images }: MeasuredAccount): Seed {
  return ({ store, accountId }) => {
    const region = store.region(benchRegion, accountId)
    const baseImage = 'AppStream-WinServer2022-10-05-2026'
    region.putImage({ Name: baseImage, Visibility: 'PUBLIC', Platform: 'WINDOWS_SERVER_2022' })
    const baseImageArn = region.publicImages.get(baseImage)?.Arn
    for (const { name, state, createdTime, imageBuilderName } of images) {
      region.putImage({
        Name: name,
        State: state,
        DisplayName: `Desktop ${name}`,
        Description: `The desktop of release ${name}`,
        Platform: 'WINDOWS_SERVER_2022',
        ImageType: 'NATIVE',
        CreatedTime: new Date(createdTime),
        BaseImageArn: baseImageArn,
        ImageBuilderSupported: true,
        ImageBuilderName: imageBuilderName,
        AppstreamAgentVersion: '10-05-2026',
        SupportedInstanceFamilies: ['stream.standard', 'stream.compute', 'stream.memory', 'GeneralPurpose'],
        Applications: applications.map((application) => ({
          Name: application,
          DisplayName: `${application} of ${name}`,
          Enabled: true,
          LaunchPath: `C:\\Program Files\\${application}\\${application}.exe`,
          IconURL: `https://appstream.example.com/icons/${name}/${application}.png`,
        })),
      })
    }
    for (const { name, state, createdTime, imageName } of imageBuilders) {
      region.putImageBuilder({
        Name: name,
        State: state,
        ImageArn: region.images.get(imageName)?.Arn,
        InstanceType: 'stream.standard.medium',
        Platform: 'WINDOWS_SERVER_2022',
        CreatedTime: new Date(createdTime),
        VpcConfig: { SubnetIds: ['subnet-0a1b2c3d'], SecurityGroupIds: ['sg-0a1b2c3d'] },
        AppstreamAgentVersion: '10-05-2026',
      })
    }
  }
}

/** Seeds the account of 25 builders and 25 images. */
export const benchSeed: Seed = seedOf(createAccount())
