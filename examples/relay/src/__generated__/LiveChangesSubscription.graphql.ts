/**
 * @generated SignedSource<<a1646574e7dc8cbf1a72c7f45b338aab>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import { ConcreteRequest } from 'relay-runtime';
import { FragmentRefs } from "relay-runtime";
export type AppStreamChangeKind = "CREATED" | "DELETED" | "RESET" | "SNAPSHOT" | "STATE_CHANGED" | "SYNCED" | "%future added value";
export type ImageBuilderState = "DELETING" | "FAILED" | "PENDING" | "PENDING_IMAGE_IMPORT" | "PENDING_QUALIFICATION" | "PENDING_SYNCING_APPS" | "REBOOTING" | "RUNNING" | "SNAPSHOTTING" | "STOPPED" | "STOPPING" | "SYNCING_APPS" | "UNKNOWN" | "UPDATING" | "UPDATING_AGENT" | "%future added value";
export type LiveChangesSubscription$variables = {
  after?: string | null | undefined;
};
export type LiveChangesSubscription$data = {
  readonly imageBuilderStateChanged: {
    readonly cursor: string;
    readonly imageBuilder: {
      readonly id: string;
      readonly name: string;
      readonly state: ImageBuilderState;
      readonly " $fragmentSpreads": FragmentRefs<"BuilderRow_builder">;
    } | null | undefined;
    readonly kind: AppStreamChangeKind;
  };
};
export type LiveChangesSubscription = {
  response: LiveChangesSubscription$data;
  variables: LiveChangesSubscription$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "after"
  }
],
v1 = [
  {
    "kind": "Variable",
    "name": "after",
    "variableName": "after"
  }
],
v2 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "kind",
  "storageKey": null
},
v3 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "cursor",
  "storageKey": null
},
v4 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "id",
  "storageKey": null
},
v5 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "name",
  "storageKey": null
},
v6 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "state",
  "storageKey": null
};
return {
  "fragment": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "LiveChangesSubscription",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": "ImageBuilderStateChangeEvent",
        "kind": "LinkedField",
        "name": "imageBuilderStateChanged",
        "plural": false,
        "selections": [
          (v2/*:: as any*/),
          (v3/*:: as any*/),
          {
            "alias": null,
            "args": null,
            "concreteType": "ImageBuilder",
            "kind": "LinkedField",
            "name": "imageBuilder",
            "plural": false,
            "selections": [
              (v4/*:: as any*/),
              (v5/*:: as any*/),
              (v6/*:: as any*/),
              {
                "args": null,
                "kind": "FragmentSpread",
                "name": "BuilderRow_builder"
              }
            ],
            "storageKey": null
          }
        ],
        "storageKey": null
      }
    ],
    "type": "Subscription",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "LiveChangesSubscription",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": "ImageBuilderStateChangeEvent",
        "kind": "LinkedField",
        "name": "imageBuilderStateChanged",
        "plural": false,
        "selections": [
          (v2/*:: as any*/),
          (v3/*:: as any*/),
          {
            "alias": null,
            "args": null,
            "concreteType": "ImageBuilder",
            "kind": "LinkedField",
            "name": "imageBuilder",
            "plural": false,
            "selections": [
              (v4/*:: as any*/),
              (v5/*:: as any*/),
              (v6/*:: as any*/),
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "arn",
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
                "alias": null,
                "args": null,
                "concreteType": "Image",
                "kind": "LinkedField",
                "name": "image",
                "plural": false,
                "selections": [
                  (v5/*:: as any*/),
                  {
                    "alias": null,
                    "args": null,
                    "concreteType": "Image",
                    "kind": "LinkedField",
                    "name": "baseImage",
                    "plural": false,
                    "selections": [
                      (v5/*:: as any*/),
                      (v4/*:: as any*/)
                    ],
                    "storageKey": null
                  },
                  (v4/*:: as any*/)
                ],
                "storageKey": null
              }
            ],
            "storageKey": null
          }
        ],
        "storageKey": null
      }
    ]
  },
  "params": {
    "cacheID": "6c451b9a1c78a4d7931af6311d4e3036",
    "id": null,
    "metadata": {},
    "name": "LiveChangesSubscription",
    "operationKind": "subscription",
    "text": "subscription LiveChangesSubscription(\n  $after: String\n) {\n  imageBuilderStateChanged(after: $after) {\n    kind\n    cursor\n    imageBuilder {\n      id\n      name\n      state\n      ...BuilderRow_builder\n    }\n  }\n}\n\nfragment BuilderRow_builder on ImageBuilder {\n  arn\n  name\n  state\n  availableActions\n  image {\n    name\n    baseImage {\n      name\n      id\n    }\n    id\n  }\n}\n"
  }
};
})();

(node as any).hash = "8d8ae357a06abd2d98d12b934761c3ed";

export default node;
