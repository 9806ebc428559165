import type { TestGateway } from '../../../support/gateway.ts'
import { imageArn } from '../../../support/gateway.ts'

/** Returns the id of a task by its number. */
export function taskId(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
}

/** Adds a task that exports an image; a later number is a later task. */
export function putTask(
  home: TestGateway['home'],
  number: number,
  members: Readonly<Record<string, unknown>> & { readonly image?: string } = {},
): void {
  const { image = 'golden', ...others } = members
  home.exportImageTasks.put({
    TaskId: taskId(number),
    ImageArn: imageArn(image, home.accountId, home.region),
    AmiName: `ami-of-${number}`,
    CreatedDate: new Date(Date.UTC(2026, 0, 1) + number * 1000),
    ...others,
  })
}

/** Adds an image that is older than every task. */
export function putImage(home: TestGateway['home'], Name = 'golden'): void {
  home.putImage({ Name, CreatedTime: new Date(Date.UTC(2025, 0, 1)) })
}
