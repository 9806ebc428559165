/** What a caller may be allowed to do; a scope of its token. */
export type Scope = 'appstream:read' | 'appstream:operate' | 'appstream:manage'

/** What each mutation asks of its caller: to run what is there, or to change what is there. */
export const mutationScopes = {
  startImageBuilder: 'appstream:operate',
  stopImageBuilder: 'appstream:operate',
  createImageBuilderStreamingUrl: 'appstream:operate',
  createImageBuilder: 'appstream:manage',
  deleteImageBuilder: 'appstream:manage',
  deleteImage: 'appstream:manage',
  copyImage: 'appstream:manage',
  createUpdatedImage: 'appstream:manage',
  updateImagePermissions: 'appstream:manage',
  deleteImagePermissions: 'appstream:manage',
  tagAppStreamResource: 'appstream:manage',
  untagAppStreamResource: 'appstream:manage',
} as const satisfies Readonly<Record<string, Scope>>

/** The name of a mutation. */
export type MutationName = keyof typeof mutationScopes
