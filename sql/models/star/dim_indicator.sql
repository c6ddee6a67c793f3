select
    code as indicator,
    family,
    name_zh,
    name_en,
    unit_class,
    definition
from {{ source('indicator', 'catalogue') }}
