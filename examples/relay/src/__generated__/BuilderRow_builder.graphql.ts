/**
 * @generated SignedSource<<8b548c110ce40bd87d9bc0ce56c5f334>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import { ReaderFragment } from 'relay-runtime';
export type ImageBuilderAction = "ASSOCIATE_SOFTWARE" | "CREATE_STREAMING_URL" | "DELETE" | "DISASSOCIATE_SOFTWARE" | "START" | "START_SOFTWARE_DEPLOYMENT" | "STOP" | "%future added value";
export type ImageBuilderState = "DELETING" | "FAILED" | "PENDING" | "PENDING_IMAGE_IMPORT" | "PENDING_QUALIFICATION" | "PENDING_SYNCING_APPS" | "REBOOTING" | "RUNNING" | "SNAPSHOTTING" | "STOPPED" | "STOPPING" | "SYNCING_APPS" | "UNKNOWN" | "UPDATING" | "UPDATING_AGENT" | "%future added value";
import { FragmentRefs, Result } from "relay-runtime";
export type BuilderRow_builder$data = {
  readonly arn: string;
  readonly availableActions: ReadonlyArray<ImageBuilderAction>;
  readonly image: Result<{
    readonly baseImage: {
      readonly name: string;
    } | null | undefined;
    readonly name: string;
  } | null | undefined, unknown>;
  readonly name: string;
  readonly state: ImageBuilderState;
  readonly " $fragmentType": "BuilderRow_builder";
};
export type BuilderRow_builder$key = {
  readonly " $data"?: BuilderRow_builder$data;
  readonly " $fragmentSpreads": FragmentRefs<"BuilderRow_builder">;
};

const node: ReaderFragment = (function(){
var v0 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "name",
  "storageKey": null
};
return {
  "argumentDefinitions": [],
  "kind": "Fragment",
  "metadata": null,
  "name": "BuilderRow_builder",
  "selections": [
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "arn",
      "storageKey": null
    },
    (v0/*:: as any*/),
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "state",
      "storageKey": null
    },
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "availableActions",
      "storageKey": null
    },
    {
      "kind": "CatchField",
      "field": {
        "alias": null,
        "args": null,
        "concreteType": "Image",
        "kind": "LinkedField",
        "name": "image",
        "plural": false,
        "selections": [
          (v0/*:: as any*/),
          {
            "alias": null,
            "args": null,
            "concreteType": "Image",
            "kind": "LinkedField",
            "name": "baseImage",
            "plural": false,
            "selections": [
              (v0/*:: as any*/)
            ],
            "storageKey": null
          }
        ],
        "storageKey": null
      },
      "to": "RESULT"
    }
  ],
  "type": "ImageBuilder",
  "abstractKey": null
};
})();

(node as any).hash = "254a7494287d479c835c6997ad246192";

export default node;
