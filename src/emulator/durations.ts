/** Duration of each transition, in milliseconds. */
export interface Durations {
  /** PENDING, before RUNNING or UPDATING_AGENT. */
  readonly startImageBuilder: number
  /** UPDATING_AGENT. */
  readonly updateAgent: number
  readonly stopImageBuilder: number
  readonly deleteImageBuilder: number
  /** SNAPSHOTTING, after which the builder is STOPPED. */
  readonly takeSnapshot: number
  /** PENDING_SYNCING_APPS and SYNCING_APPS of a builder, while its software is installed and removed. */
  readonly deploySoftware: number
  /** PENDING of an image created from a snapshot. */
  readonly createImage: number
  readonly copyImage: number
  /** CREATING of an image created by a managed update; in the last third, its builder is PENDING_QUALIFICATION. */
  readonly updateImage: number
  readonly deleteImage: number
  /** IMPORTING of an image created from an AMI or a WorkSpaces image. */
  readonly importImage: number
  /** VALIDATING of an imported image. */
  readonly validateImage: number
  readonly exportImage: number
  /** STARTING of a fleet, until its first instance runs. */
  readonly startFleet: number
  /** STARTING of an Elastic fleet, which has no instances of its own. */
  readonly startElasticFleet: number
  /** Time between the starts of two instances of a fleet. */
  readonly launchInstance: number
  readonly stopFleet: number
  readonly startAppBlockBuilder: number
  readonly stopAppBlockBuilder: number
  /** PENDING of a session on an On-Demand fleet, whose instance starts for it. */
  readonly startSession: number
  /** From ExpireSession until the session is EXPIRED. */
  readonly expireSession: number
  /** Time that sessions are listed as EXPIRED. */
  readonly keepExpiredSession: number
}

/** Returns the durations at a speed. At speed 1, transitions that take AWS minutes or hours take seconds. */
export function durationsAt(speed: number): Durations {
  return {
    startImageBuilder: 5_000 / speed,
    updateAgent: 3_000 / speed,
    stopImageBuilder: 3_000 / speed,
    deleteImageBuilder: 2_000 / speed,
    takeSnapshot: 6_000 / speed,
    deploySoftware: 6_000 / speed,
    createImage: 8_000 / speed,
    copyImage: 10_000 / speed,
    updateImage: 15_000 / speed,
    deleteImage: 2_000 / speed,
    importImage: 6_000 / speed,
    validateImage: 4_000 / speed,
    exportImage: 10_000 / speed,
    startFleet: 6_000 / speed,
    startElasticFleet: 1_000 / speed,
    launchInstance: 500 / speed,
    stopFleet: 3_000 / speed,
    startAppBlockBuilder: 5_000 / speed,
    stopAppBlockBuilder: 3_000 / speed,
    startSession: 3_000 / speed,
    expireSession: 2_000 / speed,
    keepExpiredSession: 60_000 / speed,
  }
}
