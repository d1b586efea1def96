"""The same small delivery in every format: an application, two libraries, one inside the other."""

from __future__ import annotations

import json
from typing import Any

SHA = "ab" * 32


def cyclonedx(**changes: Any) -> dict[str, Any]:
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
        "version": 1,
        "metadata": {
            "timestamp": "2026-11-01T00:00:00Z",
            "authors": [{"name": "Chika"}],
            "tools": {"components": [{"type": "application", "name": "maker", "version": "2"}]},
            "component": {"type": "application", "bom-ref": "app", "name": "app", "version": "1.0"},
        },
        "components": [
            {
                "type": "library",
                "bom-ref": "a",
                "group": "org.example",
                "name": "a",
                "version": "1.2",
                "supplier": {"name": "Example Parts"},
                "purl": "pkg:maven/org.example/a@1.2",
                "cpe": "cpe:2.3:a:example:a:1.2:*:*:*:*:*:*:*",
                "hashes": [{"alg": "SHA-256", "content": SHA}],
                "licenses": [{"license": {"id": "MIT"}}],
                "components": [
                    {"type": "library", "bom-ref": "b", "name": "b", "version": "2.0"},
                ],
            },
        ],
        "dependencies": [{"ref": "app", "dependsOn": ["a"]}, {"ref": "a", "dependsOn": ["b"]}],
        **changes,
    }


def cyclonedx_json(**changes: Any) -> bytes:
    return json.dumps(cyclonedx(**changes)).encode()


CYCLONEDX_XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1"
     serialNumber="urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79">
  <metadata>
    <timestamp>2026-11-01T00:00:00Z</timestamp>
    <tools><components><component type="application">
      <name>maker</name><version>2</version></component></components></tools>
    <authors><author><name>Chika</name></author></authors>
    <component type="application" bom-ref="app"><name>app</name><version>1.0</version></component>
  </metadata>
  <components>
    <component type="library" bom-ref="a">
      <supplier><name>Example Parts</name></supplier>
      <group>org.example</group><name>a</name><version>1.2</version>
      <hashes><hash alg="SHA-256">{SHA}</hash></hashes>
      <licenses><license><id>MIT</id></license></licenses>
      <cpe>cpe:2.3:a:example:a:1.2:*:*:*:*:*:*:*</cpe>
      <purl>pkg:maven/org.example/a@1.2</purl>
      <components>
        <component type="library" bom-ref="b"><name>b</name><version>2.0</version></component>
      </components>
    </component>
  </components>
  <dependencies>
    <dependency ref="app"><dependency ref="a"/></dependency>
    <dependency ref="a"><dependency ref="b"/></dependency>
  </dependencies>
</bom>
""".encode()

SPDX2: dict[str, Any] = {
    "spdxVersion": "SPDX-2.3",
    "SPDXID": "SPDXRef-DOCUMENT",
    "name": "app",
    "dataLicense": "CC0-1.0",
    "documentNamespace": "urn:example:app",
    "creationInfo": {
        "created": "2026-11-01T00:00:00Z",
        "creators": ["Person: Chika", "Tool: maker"],
    },
    "documentDescribes": ["SPDXRef-app"],
    "packages": [
        {"SPDXID": "SPDXRef-app", "name": "app", "versionInfo": "1.0"},
        {
            "SPDXID": "SPDXRef-a",
            "name": "a",
            "versionInfo": "1.2",
            "supplier": "Organization: Example Parts",
            "licenseConcluded": "NOASSERTION",
            "licenseDeclared": "MIT",
            "checksums": [{"algorithm": "SHA256", "checksumValue": SHA.upper()}],
            "externalRefs": [
                {
                    "referenceCategory": "PACKAGE-MANAGER",
                    "referenceType": "purl",
                    "referenceLocator": "pkg:maven/org.example/a@1.2",
                },
                {
                    "referenceCategory": "SECURITY",
                    "referenceType": "cpe23Type",
                    "referenceLocator": "cpe:2.3:a:example:a:1.2:*:*:*:*:*:*:*",
                },
            ],
        },
        {"SPDXID": "SPDXRef-b", "name": "b", "versionInfo": "2.0"},
    ],
    "relationships": [
        {
            "spdxElementId": "SPDXRef-app",
            "relationshipType": "DEPENDS_ON",
            "relatedSpdxElement": "SPDXRef-a",
        },
        {
            "spdxElementId": "SPDXRef-b",
            "relationshipType": "DEPENDENCY_OF",
            "relatedSpdxElement": "SPDXRef-a",
        },
    ],
}

SPDX_TAGS = f"""SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: app
DocumentNamespace: urn:example:app
Creator: Person: Chika
Creator: Tool: maker
Created: 2026-11-01T00:00:00Z
DocumentComment: <text>over
two lines: with a colon</text>
# a remark
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-app

PackageName: app
SPDXID: SPDXRef-app
PackageVersion: 1.0

PackageName: a
SPDXID: SPDXRef-a
PackageVersion: 1.2
PackageSupplier: Organization: Example Parts
PackageLicenseConcluded: NOASSERTION
PackageLicenseDeclared: MIT
PackageChecksum: SHA256: {SHA}
ExternalRef: PACKAGE_MANAGER purl pkg:maven/org.example/a@1.2
ExternalRef: SECURITY cpe23Type cpe:2.3:a:example:a:1.2:*:*:*:*:*:*:*

PackageName: b
SPDXID: SPDXRef-b
PackageVersion: 2.0

Relationship: SPDXRef-app DEPENDS_ON SPDXRef-a
Relationship: SPDXRef-b DEPENDENCY_OF SPDXRef-a
"""


def _package(name: str, version: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "software_Package",
        "spdxId": f"urn:example:{name}",
        "creationInfo": "_:made",
        "name": name,
        "software_packageVersion": version,
        **more,
    }


def _relationship(number: int, source: str, word: str, target: str) -> dict[str, Any]:
    return {
        "type": "Relationship",
        "spdxId": f"urn:example:relation-{number}",
        "from": f"urn:example:{source}",
        "relationshipType": word,
        "to": [f"urn:example:{target}"],
    }


SPDX3: dict[str, Any] = {
    "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
    "@graph": [
        {
            "type": "CreationInfo",
            "@id": "_:made",
            "specVersion": "3.0.1",
            "created": "2026-11-01T00:00:00Z",
            "createdBy": ["urn:example:chika"],
            "createdUsing": ["urn:example:maker"],
        },
        {"type": "Person", "spdxId": "urn:example:chika", "name": "Chika"},
        {"type": "Tool", "spdxId": "urn:example:maker", "name": "maker"},
        {"type": "Organization", "spdxId": "urn:example:parts", "name": "Example Parts"},
        {
            "type": "SpdxDocument",
            "spdxId": "urn:example:document",
            "creationInfo": "_:made",
            "name": "app",
            "rootElement": ["urn:example:sbom"],
        },
        {"type": "software_Sbom", "spdxId": "urn:example:sbom", "rootElement": ["urn:example:app"]},
        _package("app", "1.0"),
        _package(
            "a",
            "1.2",
            suppliedBy="urn:example:parts",
            software_packageUrl="pkg:maven/org.example/a@1.2",
            verifiedUsing=[{"type": "Hash", "algorithm": "sha256", "hashValue": SHA}],
            externalIdentifier=[
                {
                    "type": "ExternalIdentifier",
                    "externalIdentifierType": "cpe23",
                    "identifier": "cpe:2.3:a:example:a:1.2:*:*:*:*:*:*:*",
                }
            ],
        ),
        _package("b", "2.0"),
        {
            "type": "simplelicensing_LicenseExpression",
            "spdxId": "urn:example:mit",
            "simplelicensing_licenseExpression": "MIT",
        },
        _relationship(1, "app", "dependsOn", "a"),
        _relationship(2, "a", "dependsOn", "b"),
        _relationship(3, "a", "hasDeclaredLicense", "mit"),
    ],
}

EVERY_FORMAT = {
    "cyclonedx-json": cyclonedx_json(),
    "cyclonedx-xml": CYCLONEDX_XML,
    "spdx-json": json.dumps(SPDX2).encode(),
    "spdx-tags": SPDX_TAGS.encode(),
    "spdx3-json": json.dumps(SPDX3).encode(),
}
