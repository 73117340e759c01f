//! The table of sObjects and fields: names, types, lengths and access as Salesforce's Object
//! Reference and Field Reference give them (API 68.0).
//!
//! An extract: the fields of a support desk, not all of an org.

use super::{
    Access,
    Access::{Create, Read, Write},
    Child, Field, Kind, Object, Source,
};

const fn field(
    name: &'static str,
    label: &'static str,
    kind: Kind,
    length: usize,
    access: Access,
) -> Field {
    Field {
        name,
        label,
        kind,
        length,
        access,
        nillable: true,
        source: Source::Stored,
    }
}

const fn required(
    name: &'static str,
    label: &'static str,
    kind: Kind,
    length: usize,
    access: Access,
) -> Field {
    Field {
        name,
        label,
        kind,
        length,
        access,
        nillable: false,
        source: Source::Stored,
    }
}

const fn derived(
    name: &'static str,
    label: &'static str,
    kind: Kind,
    length: usize,
    source: Source,
) -> Field {
    Field {
        name,
        label,
        kind,
        length,
        access: Read,
        nillable: true,
        source,
    }
}

const fn flag(name: &'static str, label: &'static str, access: Access) -> Field {
    required(name, label, Kind::Boolean, 0, access)
}

const fn reference(
    name: &'static str,
    label: &'static str,
    to: &'static str,
    relationship: &'static str,
    access: Access,
) -> Field {
    field(
        name,
        label,
        Kind::Reference { to, relationship },
        18,
        access,
    )
}

const fn stamp(name: &'static str, label: &'static str) -> Field {
    required(name, label, Kind::DateTime, 0, Read)
}

const ID: Field = required("Id", "Record ID", Kind::Id, 18, Read);
const IS_DELETED: Field = flag("IsDeleted", "Deleted", Read);
const CREATED_DATE: Field = stamp("CreatedDate", "Created Date");
const CREATED_BY: Field = reference("CreatedById", "Created By ID", "User", "CreatedBy", Read);
const MODIFIED_DATE: Field = stamp("LastModifiedDate", "Last Modified Date");
const MODIFIED_BY: Field = reference(
    "LastModifiedById",
    "Last Modified By ID",
    "User",
    "LastModifiedBy",
    Read,
);
const MODSTAMP: Field = stamp("SystemModstamp", "System Modstamp");
const OWNER: Field = reference("OwnerId", "Owner ID", "User", "Owner", Write);

/// Every sObject of the sandbox org.
pub(crate) static OBJECTS: &[Object] = &[
    Object {
        name: "Account",
        label: "Account",
        label_plural: "Accounts",
        prefix: "001",
        createable: true,
        updateable: true,
        deletable: true,
        fields: &[
            ID,
            IS_DELETED,
            required("Name", "Account Name", Kind::Text, 255, Write),
            field("Phone", "Account Phone", Kind::Phone, 40, Write),
            field("Industry", "Industry", Kind::Picklist, 255, Write),
            field(
                "Description",
                "Account Description",
                Kind::LongText,
                32_000,
                Write,
            ),
            OWNER,
            CREATED_DATE,
            CREATED_BY,
            MODIFIED_DATE,
            MODIFIED_BY,
            MODSTAMP,
        ],
        children: &[
            Child {
                name: "Contacts",
                object: "Contact",
                field: "AccountId",
            },
            Child {
                name: "Cases",
                object: "Case",
                field: "AccountId",
            },
        ],
    },
    Object {
        name: "Contact",
        label: "Contact",
        label_plural: "Contacts",
        prefix: "003",
        createable: true,
        updateable: true,
        deletable: true,
        fields: &[
            ID,
            IS_DELETED,
            reference("AccountId", "Account ID", "Account", "Account", Write),
            required("LastName", "Last Name", Kind::Text, 80, Write),
            field("FirstName", "First Name", Kind::Text, 40, Write),
            derived("Name", "Full Name", Kind::Text, 121, Source::FullName),
            field("Phone", "Business Phone", Kind::Phone, 40, Write),
            field("Fax", "Business Fax", Kind::Phone, 40, Write),
            field("MobilePhone", "Mobile Phone", Kind::Phone, 40, Write),
            field("Email", "Email", Kind::Email, 80, Write),
            field("Title", "Title", Kind::Text, 128, Write),
            field(
                "Description",
                "Contact Description",
                Kind::LongText,
                32_000,
                Write,
            ),
            OWNER,
            CREATED_DATE,
            CREATED_BY,
            MODIFIED_DATE,
            MODIFIED_BY,
            MODSTAMP,
        ],
        children: &[Child {
            name: "Cases",
            object: "Case",
            field: "ContactId",
        }],
    },
    Object {
        name: "Case",
        label: "Case",
        label_plural: "Cases",
        prefix: "500",
        createable: true,
        updateable: true,
        deletable: true,
        fields: &[
            ID,
            IS_DELETED,
            required("CaseNumber", "Case Number", Kind::Text, 30, Read),
            reference("ContactId", "Contact ID", "Contact", "Contact", Write),
            reference("AccountId", "Account ID", "Account", "Account", Write),
            reference("ParentId", "Parent Case ID", "Case", "Parent", Write),
            field("SuppliedName", "Web Name", Kind::Text, 80, Create),
            field("SuppliedEmail", "Web Email", Kind::Email, 80, Create),
            field("SuppliedPhone", "Web Phone", Kind::Text, 40, Create),
            field("SuppliedCompany", "Web Company", Kind::Text, 80, Create),
            field("Type", "Case Type", Kind::Picklist, 255, Write),
            field("Status", "Status", Kind::Picklist, 255, Write),
            field("Reason", "Case Reason", Kind::Picklist, 255, Write),
            field("Origin", "Case Origin", Kind::Picklist, 255, Write),
            field("Language", "Language", Kind::Picklist, 40, Write),
            field("Subject", "Subject", Kind::Text, 255, Write),
            field("Priority", "Priority", Kind::Picklist, 255, Write),
            field("Description", "Description", Kind::LongText, 32_000, Write),
            flag("IsClosed", "Closed", Read),
            field("ClosedDate", "Closed Date", Kind::DateTime, 0, Read),
            flag("IsClosedOnCreate", "Closed When Created", Read),
            flag("IsEscalated", "Escalated", Write),
            OWNER,
            CREATED_DATE,
            CREATED_BY,
            MODIFIED_DATE,
            MODIFIED_BY,
            MODSTAMP,
            derived(
                "ContactPhone",
                "Contact Phone",
                Kind::Phone,
                40,
                Source::Through("ContactId", "Phone"),
            ),
            derived(
                "ContactMobile",
                "Contact Mobile",
                Kind::Phone,
                40,
                Source::Through("ContactId", "MobilePhone"),
            ),
            derived(
                "ContactEmail",
                "Contact Email",
                Kind::Email,
                80,
                Source::Through("ContactId", "Email"),
            ),
            derived(
                "ContactFax",
                "Contact Fax",
                Kind::Phone,
                40,
                Source::Through("ContactId", "Fax"),
            ),
            Field {
                name: "Comments",
                label: "Internal Comments",
                kind: Kind::ByteText,
                length: 4000,
                access: Write,
                nillable: true,
                source: Source::WriteOnly,
            },
        ],
        children: &[
            Child {
                name: "CaseComments",
                object: "CaseComment",
                field: "ParentId",
            },
            Child {
                name: "Cases",
                object: "Case",
                field: "ParentId",
            },
        ],
    },
    Object {
        name: "CaseComment",
        label: "Case Comment",
        label_plural: "Case Comments",
        prefix: "00a",
        createable: true,
        updateable: true,
        deletable: true,
        fields: &[
            ID,
            required(
                "ParentId",
                "Parent ID",
                Kind::Reference {
                    to: "Case",
                    relationship: "Parent",
                },
                18,
                Create,
            ),
            flag("IsPublished", "Published", Write),
            field("CommentBody", "Body", Kind::ByteText, 4000, Write),
            CREATED_BY,
            CREATED_DATE,
            MODSTAMP,
            MODIFIED_DATE,
            MODIFIED_BY,
            IS_DELETED,
        ],
        children: &[],
    },
    Object {
        name: "CaseStatus",
        label: "Case Status Value",
        label_plural: "Case Status Value",
        prefix: "01J",
        createable: false,
        updateable: false,
        deletable: false,
        fields: &[
            ID,
            required("MasterLabel", "Master Label", Kind::Text, 255, Read),
            required("ApiName", "API Name", Kind::Text, 255, Read),
            required("SortOrder", "Sort Order", Kind::Int, 0, Read),
            flag("IsDefault", "Is Default", Read),
            flag("IsClosed", "Is Closed", Read),
            IS_DELETED,
            CREATED_DATE,
            MODSTAMP,
        ],
        children: &[],
    },
    Object {
        name: "User",
        label: "User",
        label_plural: "Users",
        prefix: "005",
        createable: false,
        updateable: false,
        deletable: false,
        fields: &[
            ID,
            required("Username", "Username", Kind::Text, 80, Read),
            required("LastName", "Last Name", Kind::Text, 80, Read),
            field("FirstName", "First Name", Kind::Text, 40, Read),
            derived("Name", "Full Name", Kind::Text, 121, Source::FullName),
            required("Email", "Email", Kind::Email, 128, Read),
            flag("IsActive", "Active", Read),
            CREATED_DATE,
            MODIFIED_DATE,
            MODSTAMP,
            IS_DELETED,
        ],
        children: &[],
    },
];
