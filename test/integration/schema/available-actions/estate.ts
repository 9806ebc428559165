import { FleetState, ImageBuilderState, ImageState } from '@aws-sdk/client-appstream'
import type { RegionStore } from '../../../../src/emulator/server.ts'
import { imageBuilderArn } from '../../../support/gateway.ts'

/** Software that is staged on every builder. */
const STAGED = 'Microsoft_Visio_2024_LTSC_Standard_64Bit'
const ROLE = 'arn:aws:iam::123456789012:role/exporter'
const PARTNER = '210987654321'

/** State that no release of the SDK has. */
export const NEW_STATE = 'QUANTUM_LEAPING'

/** Mutation of an action, with the input for a resource of this name. */
export interface ActionCall {
  readonly mutation: string
  readonly input: (name: string) => object
}

/** Resources in every state, with the actions on them. */
export interface ActedKind {
  /** Query that lists them. */
  readonly list: string
  readonly states: readonly string[]
  readonly actions: Readonly<Record<string, ActionCall>>
  /** Puts a resource for one action. */
  put(home: RegionStore, resource: { readonly Name: string; readonly State: string }, action: string): void
}

const byName = (name: string) => ({ name })

const imageBuilders: ActedKind = {
  list: 'imageBuilders',
  states: [...Object.values(ImageBuilderState), NEW_STATE],
  actions: {
    START: { mutation: 'startImageBuilder', input: byName },
    STOP: { mutation: 'stopImageBuilder', input: byName },
    DELETE: { mutation: 'deleteImageBuilder', input: byName },
    CREATE_STREAMING_URL: { mutation: 'createImageBuilderStreamingUrl', input: byName },
    ASSOCIATE_SOFTWARE: {
      mutation: 'associateSoftwareToImageBuilder',
      input: (name) => ({ name, softwareNames: ['Microsoft_Office_2024_LTSC_Standard_64Bit'] }),
    },
    DISASSOCIATE_SOFTWARE: {
      mutation: 'disassociateSoftwareFromImageBuilder',
      input: (name) => ({ name, softwareNames: [STAGED] }),
    },
    START_SOFTWARE_DEPLOYMENT: { mutation: 'startSoftwareDeploymentToImageBuilder', input: byName },
  },
  put(home, builder) {
    home.putImageBuilder({ ...builder, Platform: 'WINDOWS_SERVER_2022' })
    const Resource = imageBuilderArn(builder.Name)
    home.software.put({ Resource, SoftwareName: STAGED, State: 'STAGED_FOR_INSTALLATION' })
  },
}

const images: ActedKind = {
  list: 'images',
  states: [...Object.values(ImageState), 'DEPRECATED', NEW_STATE],
  actions: {
    DELETE: { mutation: 'deleteImage', input: byName },
    COPY: {
      mutation: 'copyImage',
      input: (name) => ({
        sourceImageName: name,
        destinationImageName: `${name}-copy`,
        destinationRegion: 'eu-west-1',
      }),
    },
    CREATE_UPDATED_IMAGE: {
      mutation: 'createUpdatedImage',
      input: (name) => ({ existingImageName: name, newImageName: `${name}-updated` }),
    },
    UPDATE_PERMISSIONS: {
      mutation: 'updateImagePermissions',
      input: (name) => ({ name, sharedAccountId: PARTNER, imagePermissions: { allowFleet: true } }),
    },
    DELETE_PERMISSIONS: {
      mutation: 'deleteImagePermissions',
      input: (name) => ({ name, sharedAccountId: PARTNER }),
    },
    CREATE_EXPORT_TASK: {
      mutation: 'createAppStreamExportImageTask',
      input: (name) => ({ imageName: name, amiName: name, iamRoleArn: ROLE }),
    },
    ROLL_OUT: {
      mutation: 'rollOutAppStreamImage',
      input: (name) => ({ imageName: name, fleets: [{ name: `fleet-${name}` }] }),
    },
  },
  put(home, image, action) {
    home.putImage({ ...image, Platform: 'WINDOWS_SERVER_2022' })
    if (action === 'DELETE_PERMISSIONS') home.shareImage(image.Name, PARTNER, { allowFleet: true })
    if (action === 'ROLL_OUT') home.putFleet({ Name: `fleet-${image.Name}`, State: 'STOPPED' })
  },
}

const onStack = (name: string) => ({ fleetName: name, stackName: `stack-${name}` })

const fleets: ActedKind = {
  list: 'appStreamFleets',
  states: [...Object.values(FleetState), NEW_STATE],
  actions: {
    START: { mutation: 'startAppStreamFleet', input: byName },
    STOP: { mutation: 'stopAppStreamFleet', input: byName },
    UPDATE: { mutation: 'updateAppStreamFleet', input: (name) => ({ name, displayName: 'Desks' }) },
    DELETE: { mutation: 'deleteAppStreamFleet', input: byName },
    ASSOCIATE: { mutation: 'associateAppStreamFleet', input: onStack },
    DISASSOCIATE: { mutation: 'disassociateAppStreamFleet', input: onStack },
    CREATE_STREAMING_URL: {
      mutation: 'createAppStreamStreamingUrl',
      input: (name) => ({ ...onStack(name), userId: 'ada' }),
    },
  },
  put(home, fleet, action) {
    home.putFleet(fleet)
    home.putStack({ Name: `stack-${fleet.Name}` })
    const isAssociated = action === 'DISASSOCIATE' || action === 'CREATE_STREAMING_URL'
    if (isAssociated) home.associate(`stack-${fleet.Name}`, fleet.Name)
  },
}

/** Kinds that have `availableActions`. */
export const actedKinds: readonly ActedKind[] = [imageBuilders, images, fleets]
