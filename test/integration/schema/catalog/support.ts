import { ACCOUNT, imageArn, REGION, type TestGateway } from '../../../support/gateway.ts'

/** Returns the ARN of an application in the account and region that the gateway serves. */
export function applicationArn(name: string, account = ACCOUNT, region = REGION): string {
  return `arn:aws:appstream:${region}:${account}:application/${name}`
}

/** Puts Elastic fleets with the applications of each. */
export function putElasticFleets(
  { home }: TestGateway,
  applicationsOf: Readonly<Record<string, readonly string[]>>,
): void {
  for (const [fleet, applications] of Object.entries(applicationsOf)) {
    home.putFleet({ Name: fleet, FleetType: 'ELASTIC', Platform: 'WINDOWS_SERVER_2022' })
    for (const Name of applications) {
      if (!home.applications.has(Name)) home.applications.put({ Name, DisplayName: `The ${Name}` })
      home.applicationFleets.add(Name, fleet)
    }
  }
}

/** Puts a fleet on an image of its own with these applications. */
export function putImageFleet(
  { home }: TestGateway,
  name: string,
  applications: readonly string[],
  ImageName = `image-of-${name}`,
): void {
  home.putImage({ Name: ImageName, Applications: applications.map((Name) => ({ Name })) })
  home.putFleet({ Name: name, ImageArn: imageArn(ImageName) })
}
