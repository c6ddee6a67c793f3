{#- Rows that name something which is not in the other table. -#}
{% test reference(model, column_name, to, field) %}
select model.*
from {{ model }} as model
where
    model.{{ column_name }} is not null
    and not exists (select 1 from {{ to }} as target where target.{{ field }} = model.{{ column_name }})
{% endtest %}
