import { imageArn, startGateway, type TestGateway } from '../../../support/gateway.ts'

export const FIRST = '123456789012'
export const SECOND = '210987654321'
export const ENV = {
  AWS_REGIONS: 'us-east-1,eu-west-1',
  AWS_ROLE_ARNS: `arn:aws:iam::${FIRST}:role/reader,arn:aws:iam::${SECOND}:role/reader`,
}

/** Starts a gateway with two accounts in two regions and one image in each of the four targets. */
export async function startFour(): Promise<TestGateway> {
  const gateway = await startGateway({ env: ENV })
  for (const account of [FIRST, SECOND]) {
    for (const region of ['us-east-1', 'eu-west-1']) {
      gateway.emulator.region(region, account).putImage({ Name: `${account}-${region}` })
    }
  }
  return gateway
}

/** ARNs of the images of {@link startFour}, in order. */
export const allFour = [
  imageArn(`${FIRST}-eu-west-1`, FIRST, 'eu-west-1'),
  imageArn(`${FIRST}-us-east-1`, FIRST),
  imageArn(`${SECOND}-eu-west-1`, SECOND, 'eu-west-1'),
  imageArn(`${SECOND}-us-east-1`, SECOND),
]
